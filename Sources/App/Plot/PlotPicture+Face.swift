import Mood

extension PlotPicture {
    func drawMoods(_ area: PlotArea) {
        drawMoods(columns.moods, area)
        drawName(area, "mood", unit: "")
    }

    func drawExpressions(_ area: PlotArea) {
        drawExpressions(columns.readings, area)
        drawLegend(area, unit: "probability, %")
    }
}
