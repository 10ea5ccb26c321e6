import Testing

@testable import Capture

@Suite struct CameraFormatTests {
    private func format(_ pixels: CameraFormat.Pixels, _ width: Int, _ height: Int, _ rate: Double?) -> CameraFormat {
        CameraFormat(pixels: pixels, width: width, height: height, framesPerSecond: rate)
    }

    @Test func theBestFormatIsChosen() {
        let webcam = [
            format(.mjpeg, 1280, 720, 60), format(.mjpeg, 640, 480, 30), format(.raw(.yuyv), 1280, 720, 9), format(.raw(.yuyv), 640, 480, 30),
            format(.raw(.yuyv), 320, 240, 30), format(.raw(.yuyv), 160, 120, 60),
        ]
        #expect(CameraFormat.ranked(webcam).first == webcam[3])
        // USB 1: only the compressed size is fast enough.
        let slow = [format(.raw(.yuyv), 640, 480, 7.5), format(.mjpeg, 640, 480, 30), format(.raw(.yuyv), 160, 120, 30)]
        #expect(CameraFormat.ranked(slow).first == slow[1])
        let small = [format(.raw(.yuyv), 1920, 1080, 30), format(.raw(.nv12), 320, 240, 30), format(.raw(.yuyv), 640, 480, 10)]
        #expect(CameraFormat.ranked(small).first == small[1])
        #expect(CameraFormat.ranked([format(.raw(.yuyv), 640, 480, nil), format(.mjpeg, 640, 480, 30)]).first?.pixels == .raw(.yuyv))
        #expect(CameraFormat.ranked([format(.raw(.yuyv), 640, 480, 120), format(.raw(.yuyv), 640, 480, 30)]).first?.framesPerSecond == 30)
        #expect(CameraFormat.ranked([format(.raw(.grey), 640, 360, 5)]).first?.pixels == .raw(.grey))
        #expect(CameraFormat.ranked([format(.raw(.rgb24), 640, 480, 30), format(.raw(.nv12), 640, 480, 30)]).first?.pixels == .raw(.nv12))
        #expect(CameraFormat.ranked([]).first == nil)
        #expect(webcam[3].description == "YUYV 640×480 30.0 frames/s")
    }
}
