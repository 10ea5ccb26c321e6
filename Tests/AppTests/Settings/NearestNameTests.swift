import Testing

@testable import App

@Suite struct NearestNameTests {
    @Test(arguments: [
        ("", "", 0), ("amount", "amount", 0), ("ampunt", "amount", 1), ("amuont", "amount", 1), ("amont", "amount", 1),
        ("amountt", "amount", 1), ("", "song", 4), ("song", "", 4), ("kitten", "sitting", 3), ("ca", "abc", 3),
    ]) func distancesAreThoseOfTheTextbook(one: String, other: String, distance: Int) {
        #expect(NearestName.distance(Array(one.utf8), Array(other.utf8)) == distance)
        #expect(NearestName.distance(Array(other.utf8), Array(one.utf8)) == distance)
    }

    @Test func farNamesAreNotProposed() {
        let names = ["camera", "song", "output", "amount"]
        #expect(NearestName.of("sogn", among: names) == "song")
        #expect(NearestName.of("Camera", among: names) == "camera")
        #expect(NearestName.of("brightness", among: names) == nil)
        #expect(NearestName.of("x", among: []) == nil)
        #expect(NearestName.of(String(repeating: "x", count: 100_000), among: names) == nil)
    }
}
