import Cascade
import Tensor
import Testing

@testable import Session

@Suite struct ChooserTests {
    private func face(_ id: Int, _ width: Int) -> TrackedFace {
        TrackedFace(id: id, rect: PixelRect(x: 10 * id, y: 0, width: width, height: width), neighbors: 9)
    }

    /// Who was chosen of each picture's faces; a face is forgotten when it is absent from `memory` pictures of a tenth of a
    /// second.
    private func chosen(_ choice: FaceChoice, memory: Int = 15, _ pictures: [[TrackedFace]]) -> [[Int]] {
        var chooser = Chooser(choice)
        return pictures.indices.map { now in
            chooser.choose(from: pictures[now]) { id in
                guard let last = pictures[...now].lastIndex(where: { $0.contains { $0.id == id } }), now - last <= memory
                else { return nil }
                return Double(now - last) / 10
            }.map(\.id)
        }
    }

    @Test func aClearlyNearerFaceTakesOver() {
        let pictures = [
            [face(1, 60), face(2, 50)], [face(2, 64), face(1, 60)], [face(2, 90), face(1, 60)], [face(2, 62), face(1, 60)],
        ]
        #expect(chosen(.largest, pictures) == [[1], [1], [2], [2]])
    }

    @Test func theLargestIsWaitedForUntilItIsGone() {
        let both = [face(1, 60), face(2, 50)]
        let alone = [face(2, 50)]
        let picked = chosen(.largest, [both, alone, alone, both] + Array(repeating: alone, count: 8))
        #expect(picked[..<4] == [[1], [], [], [1]])
        #expect(picked.last == [2])
    }

    @Test func theFirstCountsUntilItIsForgotten() {
        let newcomer = [face(3, 200), face(1, 60), face(2, 50)]
        let gone = [face(3, 200), face(2, 50)]
        let picked = chosen(.first, [[face(2, 50), face(1, 40)], newcomer] + Array(repeating: gone, count: 20) + [newcomer])
        #expect(picked[0] == [1] && picked[1] == [1])
        #expect(picked[2...16].allSatisfy { $0.isEmpty })
        #expect(picked[17...].allSatisfy { $0 == [2] })
    }

    /// A shoe, wider than the face beside it.
    @Test(arguments: FaceChoice.allCases) func aBoxWithLittleEvidenceDoesNotCountBesideAFace(choice: FaceChoice) {
        let rect = PixelRect(x: 0, y: 0, width: 130, height: 130)
        let shoe = TrackedFace(id: 1, rect: rect, neighbors: 8)
        let person = TrackedFace(id: 2, rect: PixelRect(x: 200, y: 0, width: 60, height: 60), neighbors: 110)
        #expect(chosen(choice, [[shoe], [shoe, person], [shoe, person]]) == [[1], [2], [2]])
    }

    /// A painting is a good face, but a person moves.
    @Test(arguments: FaceChoice.allCases) func whatNeverMovesCountsOnlyAlone(choice: FaceChoice) {
        let rect = PixelRect(x: 0, y: 0, width: 130, height: 130)
        let painting = TrackedFace(id: 1, rect: rect, neighbors: 90, hasMoved: false)
        let person = TrackedFace(id: 2, rect: PixelRect(x: 200, y: 0, width: 60, height: 60), neighbors: 60)
        #expect(chosen(choice, [[painting], [painting, person]]) == [[1], [2]])
        #expect(chosen(choice, [[person], [painting, person]]) == [[2], [2]])
    }

    @Test func allAreAllAndNobodyIsNobody() {
        #expect(chosen(.all, [[face(1, 60), face(2, 50)], []]) == [[1, 2], []])
        for choice in FaceChoice.allCases { #expect(chosen(choice, [[]]) == [[]]) }
    }
}
