import CV4L2
import Testing

@testable import Capture

@Suite struct CameraListTests {
    private func camera(_ number: Int, _ name: String, id: String? = nil) -> CameraInfo {
        CameraInfo(
            number: number, path: "/dev/video\(number)", name: name, stableID: id ?? "\(name)@usb-\(number)", formats: [],
            unreadFormats: [], refusal: nil, kind: 1)
    }

    private func refusal(_ wanted: String, among all: [CameraInfo]) -> LeitmotifError? {
        do throws(LeitmotifError) {
            _ = try CameraList.find(wanted, among: all)
            return nil
        } catch { return error }
    }

    @Test func aCameraIsFoundByItsIdOrPartOfItsName() throws {
        let all = [camera(0, "HD Webcam"), camera(2, "Capture Card"), camera(4, "HD Webcam Pro")]
        #expect(try CameraList.find("HD Webcam@usb-0", among: all).number == 0)
        #expect(try CameraList.find("capture", among: all).number == 2)
        #expect(try CameraList.find("webcam pro", among: all).number == 4)
        #expect(try CameraList.find("USB-2", among: all).number == 2)
    }

    @Test func aLostCameraIsNotFoundInOneWhoseIdBeginsLikeIts() throws {
        let all = [camera(0, "Cam", id: "Cam@usb-10"), camera(2, "Cam", id: "Cam@usb-2"), camera(3, "Cam", id: "Cam@usb-2")]
        #expect(throws: LeitmotifError.self) { try CameraList.find(again: "Cam@usb-1", at: "/dev/video0", among: all) }
        #expect(try CameraList.find(again: "Cam@usb-10", at: "/dev/video7", among: all).number == 0)
        #expect(try CameraList.find(again: "Cam@usb-2", at: "/dev/video3", among: all).number == 3)
    }

    @Test func whatIsAmbiguousNamesTheChoices() throws {
        let all = [camera(0, "HD Webcam"), camera(2, "HD Webcam")]
        #expect(refusal("webcam", among: all)?.description == "open camera webcam: 2 cameras have this in their names; use one of HD Webcam@usb-0, HD Webcam@usb-2")
        // Two that even the bus cannot tell apart.
        let twins = [camera(0, "HD Webcam", id: "same"), camera(2, "HD Webcam", id: "same")]
        #expect(refusal("same", among: twins)?.nextStep == "use one of /dev/video0, /dev/video2")
        // The one that was lost is preferred when it comes back.
        #expect(try CameraList.find("same", at: "/dev/video2", among: twins).number == 2)
        #expect(try CameraList.find("same", at: "/dev/video4", among: [twins[0]]).number == 0)
    }

    @Test func whatIsMissingNamesWhatIsThere() {
        #expect(refusal("vivid", among: [camera(0, "HD Webcam")])?.cause == "no camera has this number, id or name; there are \"HD Webcam\"")
        #expect(refusal("vivid", among: [])?.cause == "no camera has this number, id or name; there is no camera at all")
        #expect(refusal("", among: [camera(0, "HD Webcam")])?.kind == .notFound)
    }

    @Test func onlyNodesThatDeliverPicturesCount() {
        let (capture, multiplanar) = (UInt32(V4L2_CAP_VIDEO_CAPTURE), UInt32(V4L2_CAP_VIDEO_CAPTURE_MPLANE))
        #expect(CameraList.kind(capture) == V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue)
        #expect(CameraList.kind(multiplanar) == V4L2_BUF_TYPE_VIDEO_CAPTURE_MPLANE.rawValue)
        #expect(CameraList.kind(UInt32(V4L2_CAP_VIDEO_M2M_MPLANE)) == nil && CameraList.kind(UInt32(V4L2_CAP_VIDEO_OUTPUT)) == nil)
        #expect(CameraList.kind(capture | UInt32(V4L2_CAP_META_CAPTURE)) == nil)
    }

    @Test func addressesAreNumbersAndDevices() {
        #expect(CameraList.isAddress("0") && CameraList.isAddress("/dev/v4l/by-id/usb-x-video-index0") && CameraList.isAddress("/dev/null"))
        #expect(!CameraList.isAddress("-3") && !CameraList.isAddress("vivid") && !CameraList.isAddress("/tmp") && !CameraList.isAddress("-"))
    }
}
