import Testing

@testable import App

@Suite struct PlotAxisTests {
    @Test func axesPlaceAndLabelTheirValues() {
        let frequency = PlotAxis.frequency(100, 10_000, labelled: [1000])
        #expect(abs(frequency.place(1000) - 0.5) < 1e-12 && frequency.place(1) == 0 && frequency.place(1e9) == 1)
        #expect(frequency.ticks == [PlotAxis.Tick(value: 1000, label: "1k")])
        #expect(PlotAxis.time(upTo: 20).ticks.map(\.label) == ["0", "2", "4", "6", "8", "10", "12", "14", "16", "18", "20"])
        #expect(PlotAxis.time(upTo: 600).ticks.map(\.label).suffix(2) == ["9:00", "10:00"])
        #expect(PlotAxis.time(upTo: 86_400).ticks.last == PlotAxis.Tick(value: 86_400, label: "24:00:00"))
        #expect((1...13).contains(PlotAxis.time(upTo: 0.0013).ticks.count))
        #expect(PlotAxis.semitones([-12, 12]).ticks.map(\.label).contains("+12"))
        #expect(PlotAxis.semitones([-12, 12]).ticks.map(\.label).contains("\u{2212}12"))
        #expect(PlotAxis.tempo([0.1, 5]).ticks.count == 6)
    }
}
