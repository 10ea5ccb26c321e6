/// Video devices of a Raspberry Pi that look like cameras and are none for us, by the name of their driver.
enum BoardDriver: Equatable {
    /// The receiver at the ribbon cable: it hands out what the sensor saw, raw, and nobody sets the exposure.
    case sensor
    /// A part that turns a sensor's data into pictures, for those who feed it.
    case processor

    /// Nil for any other driver.
    init?(_ driver: String) {
        switch driver {
        case "unicam", "rp1-cfe": self = .sensor
        case "bcm2835-isp", "pispbe": self = .processor
        default: return nil
        }
    }

    /// Why a sensor is not opened.
    static func refusal(of name: String, at path: String) -> LeitmotifError {
        LeitmotifError(
            .unsupported, "open camera", path, "it gives a sensor's raw data (\(name)), without exposure", next: "use --camera rpicam")
    }
}
