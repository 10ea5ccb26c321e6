import Mood
import Tensor

extension ExpressionFold {
    /// As the network's file says, or by its class names where it says nothing.
    public init(of network: Network) {
        if let fold = network.fold {
            self.init(targets: fold.targets, offsets: fold.offsets)
        } else {
            self.init(classNames: network.classNames)
        }
    }
}
