/// One step of a run: a layer, or several fused. A depthwise and a 1×1 convolution become one operation, and so do a convolution
/// or max-pool and the addition after it, so that the value between them is neither written nor read back.
struct NetworkOperation {
    enum Kind { case convolution, separable, depthwise, maxPool, addition, globalMean, softmax }

    var kind: Kind
    /// The layer; in a separable convolution the 1×1.
    let step: NetworkPlan.Step
    /// The depthwise layer of a separable convolution.
    var depthwise: NetworkPlan.Step?
    /// The value added before the activation.
    var addend: Int?
    var relu: Bool
    var output: Int

    var input: Int { depthwise?.inputValue ?? step.inputValue }
    /// How the operation slides over its input.
    var window: Window? { depthwise?.window ?? step.window }

    private init(_ step: NetworkPlan.Step, output: Int) {
        self.step = step
        self.output = output
        relu = step.layer.relu
        switch step.layer.kind {
        case .convolution, .dense: kind = .convolution
        case .depthwise: kind = .depthwise
        case .maxPool: kind = .maxPool
        case .add:
            kind = .addition
            addend = step.secondValue
        case .globalMean: kind = .globalMean
        case .softmax: kind = .softmax
        }
    }

    /// The plan's layers in order, fused where a value has a single reader. A fused operation takes the position of its last layer,
    /// by when all of its inputs exist.
    static func fused(_ steps: [NetworkPlan.Step]) -> [NetworkOperation] {
        var readers = [Int](repeating: 0, count: steps.count + 1)
        for step in steps {
            readers[step.inputValue] += 1
            if step.layer.kind == .add { readers[step.secondValue] += 1 }
        }
        // Index n: what makes value n + 1, nil when fused into a later operation.
        var makers: [NetworkOperation?] = []
        for (index, step) in steps.enumerated() {
            var operation = NetworkOperation(step, output: index + 1)
            func maker(_ value: Int) -> NetworkOperation? { value > 0 && readers[value] == 1 ? makers[value - 1] : nil }
            if operation.kind == .convolution, step.isPointwise, let first = maker(step.inputValue), first.kind == .depthwise {
                operation.kind = .separable
                operation.depthwise = first.step
                makers[step.inputValue - 1] = nil
            } else if operation.kind == .addition {
                // The later of the two first: its value was made last and is still in the cache.
                for value in [Swift.max(step.inputValue, step.secondValue), Swift.min(step.inputValue, step.secondValue)] {
                    guard var first = maker(value), first.takesAddend else { continue }
                    first.addend = value == step.inputValue ? step.secondValue : step.inputValue
                    first.relu = step.layer.relu
                    first.output = index + 1
                    operation = first
                    makers[value - 1] = nil
                    break
                }
            }
            makers.append(operation)
        }
        return makers.compactMap { $0 }
    }

    private var takesAddend: Bool {
        !relu && addend == nil && (kind == .convolution || kind == .separable || kind == .maxPool)
    }
}

extension NetworkPlan.Step {
    fileprivate var isPointwise: Bool {
        layer.kind == .convolution && layer.kernelWidth == 1 && layer.kernelHeight == 1 && layer.stride == 1
    }
}
