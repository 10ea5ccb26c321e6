import Testing

@testable import Session

@Suite struct PlaylistTests {
    /// As the heart does it: what is asked for is prepared, then played.
    private func go(_ list: inout Playlist) {
        if let index = list.takeRequest() { list.prepared(index) }
        list.turn()
    }

    @Test func songsGoRound() {
        var list = Playlist(["a", "b", "c"])
        var played: [Int] = []
        for _ in 0..<4 {
            go(&list)
            played.append(list.current)
        }
        #expect(played == [1, 2, 0, 1])
        #expect(list.skip(by: -1) && list.wanted == 0)
        go(&list)
        #expect(list.current == 0 && list.wanted == nil && list.target == 1)
    }

    @Test func pressesAddUpAndTakeEachOtherBack() {
        var list = Playlist(["a", "b", "c", "d"])
        #expect(list.skip(by: 1) && list.skip(by: 1) && list.wanted == 2)
        #expect(list.takeRequest() == 2 && list.takeRequest() == nil)
        // Asked for another one meanwhile.
        #expect(list.skip(by: 1) && list.takeRequest() == nil)
        list.prepared(2)
        #expect(list.ready != list.target && list.takeRequest() == 3)
        list.prepared(3)
        list.turn()
        #expect(list.current == 3 && list.target == 0)
        #expect(list.skip(by: 1) && list.skip(by: -1) && list.wanted == nil && list.current == 3)
    }

    @Test func whatCannotBeReadIsPassedOver() {
        var list = Playlist(["a", "b", "c"])
        #expect(list.takeRequest() == 1)
        list.lose(1)
        #expect(list.takeRequest() == 2)
        list.lose(2)
        #expect(list.takeRequest() == nil && !list.hasOthers && !list.skip(by: 1))
        var back = Playlist(["a", "b", "c"])
        #expect(back.skip(by: -1) && back.takeRequest() == 2)
        back.lose(2)
        #expect(back.wanted == 1)
        // The one that plays breaks off.
        back.leave()
        #expect(back.wanted == 1 && back.takeRequest() == 1)
    }

    @Test func aSingleSongHasNoNext() {
        var list = Playlist(["a"])
        #expect(!list.hasOthers && list.takeRequest() == nil && !list.skip(by: 1) && list.target == nil)
    }
}
