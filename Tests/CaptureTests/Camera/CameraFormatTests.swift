import Testing

@testable import Capture

@Suite struct CameraFormatTests {
    private func format(_ pixels: CameraFormat.Pixels, _ width: Int, _ height: Int, _ rate: Double?) -> CameraFormat {
        CameraFormat(pixels: pixels, width: width, height: height, framesPerSecond: rate)
    }

    @Test func theBestFormatIsChosen() {
        let webcam = [
            format(.mjpeg, 1280, 720, 60), format(.mjpeg, 640, 480, 30), format(.yuyv, 1280, 720, 9), format(.yuyv, 640, 480, 30),
            format(.yuyv, 320, 240, 30), format(.yuyv, 160, 120, 60),
        ]
        #expect(CameraFormat.best(of: webcam) == webcam[3])
        // USB 1: only the compressed size is fast enough.
        let slow = [format(.yuyv, 640, 480, 7.5), format(.mjpeg, 640, 480, 30), format(.yuyv, 160, 120, 30)]
        #expect(CameraFormat.best(of: slow) == slow[1])
        let small = [format(.yuyv, 1920, 1080, 30), format(.nv12, 320, 240, 30), format(.yuyv, 640, 480, 10)]
        #expect(CameraFormat.best(of: small) == small[1])
        #expect(CameraFormat.best(of: [format(.yuyv, 640, 480, nil), format(.mjpeg, 640, 480, 30)])?.pixels == .yuyv)
        #expect(CameraFormat.best(of: [format(.yuyv, 640, 480, 120), format(.yuyv, 640, 480, 30)])?.framesPerSecond == 30)
        #expect(CameraFormat.best(of: [format(.grey, 640, 360, 5)])?.pixels == .grey)
        #expect(CameraFormat.best(of: [format(.rgb24, 640, 480, 30), format(.nv12, 640, 480, 30)])?.pixels == .nv12)
        #expect(CameraFormat.best(of: []) == nil)
        #expect(webcam[3].description == "YUYV 640×480 30.0 frames/s")
    }
}
