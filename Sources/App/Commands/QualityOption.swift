import ArgumentParser
import DSP

func checkedQuality(_ name: String) throws -> StretchQuality {
    guard let quality = StretchQuality(name: name) else { throw ValidationError("choose light, normal or best") }
    return quality
}
