/// The 24 bytes with which the weight file and the cascade begin: magic, version, size, CRC-32, zero; little-endian.
/// Nothing beyond them is read before `check` has passed.
public enum FlatFile {
    /// Length of that prefix.
    public static let prefixBytes = 24

    /// Throws unless `bytes` is one whole, undamaged file of this kind.
    /// - Parameters:
    ///   - magic: four ASCII characters.
    ///   - newest: versions from 1 to this one are known.
    ///   - headerBytes: the shortest file there can be, at least `prefixBytes`.
    ///   - operation, nextStep: words of the error.
    /// - Returns: the file's version.
    /// - Throws: `.damaged`, or `.unsupported` for another magic or version.
    @discardableResult
    public static func check(
        _ bytes: UnsafeRawBufferPointer, magic: StaticString, newest: UInt32, headerBytes: Int, operation: String, nextStep: String
    ) throws(ModelError) -> UInt32 {
        func fault(_ value: String, _ cause: String, _ kind: ModelError.Kind = .damaged) -> ModelError {
            ModelError(kind, operation, value, cause, next: nextStep)
        }
        guard bytes.count >= headerBytes else {
            throw fault("of " + String(bytes.count) + " bytes", "the header alone has " + String(headerBytes))
        }
        for index in 0..<4 where bytes[index] != magic.utf8Start[index] {
            throw fault("header", "this is another kind of file", .unsupported)
        }
        let stated = bytes.u32(at: 4)
        guard stated >= 1, stated <= newest else {
            let known = newest == 1 ? "only version 1 is" : "only versions 1 to " + String(newest) + " are"
            throw fault("of version " + String(stated), known + " known", .unsupported)
        }
        let size = bytes.u64(at: 8)
        guard size == UInt64(bytes.count) else {
            throw fault("of " + String(bytes.count) + " bytes", "it says that it has " + String(size) + ": truncated or extended")
        }
        guard bytes.u32(at: 20) == 0 else { throw fault("header", "a reserved field is not zero") }
        let checksum = CRC32.of(UnsafeRawBufferPointer(rebasing: bytes[prefixBytes...]))
        guard bytes.u32(at: 16) == checksum else { throw fault("of " + String(bytes.count) + " bytes", "the checksum is wrong: damaged") }
        return stated
    }
}

/// Little-endian numbers at any byte offset, aligned or not. The caller has checked that they lie inside.
extension UnsafeRawBufferPointer {
    /// Unsigned, two bytes.
    public func u16(at offset: Int) -> UInt16 { UInt16(littleEndian: loadUnaligned(fromByteOffset: offset, as: UInt16.self)) }
    /// Unsigned, four bytes.
    public func u32(at offset: Int) -> UInt32 { UInt32(littleEndian: loadUnaligned(fromByteOffset: offset, as: UInt32.self)) }
    /// Unsigned, eight bytes.
    public func u64(at offset: Int) -> UInt64 { UInt64(littleEndian: loadUnaligned(fromByteOffset: offset, as: UInt64.self)) }
    /// IEEE 754 binary32; may be NaN or infinite.
    public func f32(at offset: Int) -> Float { Float(bitPattern: u32(at: offset)) }
}

/// CRC-32 as in IEEE 802.3 and zlib: reflected polynomial 0xEDB88320.
public enum CRC32 {
    /// The checksum of all of `bytes`; 0 for none.
    public static func of(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 256) { table in
            for byte in 0..<256 {
                var value = UInt32(byte)
                for _ in 0..<8 { value = (value >> 1) ^ (value & 1 == 1 ? 0xEDB8_8320 : 0) }
                table[byte] = value
            }
            var crc = UInt32.max
            for byte in bytes { crc = (crc >> 8) ^ table[Int((crc ^ UInt32(byte)) & 0xFF)] }
            return ~crc
        }
    }
}
