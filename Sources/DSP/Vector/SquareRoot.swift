/// √ as a single instruction: the analysis of `@_noLocks` cannot see into `squareRoot()`.
extension Double {
    var root: Double {
        @_semantics("no_performance_analysis") @inline(__always) get { squareRoot() }
    }
}

extension Float {
    var root: Float {
        @_semantics("no_performance_analysis") @inline(__always) get { squareRoot() }
    }
}
