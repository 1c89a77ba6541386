using static CcaEmu.Arm.A64.A64Op;

namespace CcaEmu.Arm.A64;

/// <summary>The encodings of the cryptographic groups.</summary>
/// <remarks>
/// Arm ARM, A64 instruction set encoding, Data Processing - Scalar Floating-Point and Advanced SIMD.
/// The letters of a pattern are listed at <see cref="A64Encoding.Pattern"/>.
/// </remarks>
internal static class CryptographyTable
{
    /// <summary>One line per encoding, in the manual's order of groups.</summary>
    internal static A64Encoding[] Lines() =>
    [
        // Cryptographic AES
        new(AESE, "aese", "AESE", "01001110 00101000 010010nn nnnddddd", "Vd.16B Vn.16B", Feature.FEAT_AES),
        new(AESD, "aesd", "AESD", "01001110 00101000 010110nn nnnddddd", "Vd.16B Vn.16B", Feature.FEAT_AES),
        new(AESMC, "aesmc", "AESMC", "01001110 00101000 011010nn nnnddddd", "Vd.16B Vn.16B", Feature.FEAT_AES),
        new(AESIMC, "aesimc", "AESIMC", "01001110 00101000 011110nn nnnddddd", "Vd.16B Vn.16B", Feature.FEAT_AES),

        // Cryptographic three-register SHA
        new(SHA1C, "sha1c", "SHA1C", "01011110 000mmmmm 000000nn nnnddddd", "Qd Sn Vm.4S", Feature.FEAT_SHA1),
        new(SHA1P, "sha1p", "SHA1P", "01011110 000mmmmm 000100nn nnnddddd", "Qd Sn Vm.4S", Feature.FEAT_SHA1),
        new(SHA1M, "sha1m", "SHA1M", "01011110 000mmmmm 001000nn nnnddddd", "Qd Sn Vm.4S", Feature.FEAT_SHA1),
        new(SHA1SU0, "sha1su0", "SHA1SU0", "01011110 000mmmmm 001100nn nnnddddd", "Vd.4S Vn.4S Vm.4S", Feature.FEAT_SHA1),
        new(SHA256H, "sha256h", "SHA256H", "01011110 000mmmmm 010000nn nnnddddd", "Qd Qn Vm.4S", Feature.FEAT_SHA256),
        new(SHA256H2, "sha256h2", "SHA256H2", "01011110 000mmmmm 010100nn nnnddddd", "Qd Qn Vm.4S", Feature.FEAT_SHA256),
        new(SHA256SU1, "sha256su1", "SHA256SU1", "01011110 000mmmmm 011000nn nnnddddd", "Vd.4S Vn.4S Vm.4S", Feature.FEAT_SHA256),

        // Cryptographic two-register SHA
        new(SHA1H, "sha1h", "SHA1H", "01011110 00101000 000010nn nnnddddd", "Sd Sn", Feature.FEAT_SHA1),
        new(SHA1SU1, "sha1su1", "SHA1SU1", "01011110 00101000 000110nn nnnddddd", "Vd.4S Vn.4S", Feature.FEAT_SHA1),
        new(SHA256SU0, "sha256su0", "SHA256SU0", "01011110 00101000 001010nn nnnddddd", "Vd.4S Vn.4S", Feature.FEAT_SHA256),

        // Cryptographic three-register, imm2
        new(SM3TT1A, "sm3tt1a", "SM3TT1A", "11001110 010mmmmm 10ii00nn nnnddddd", "Vd.4S Vn.4S Vm.S[imm2]", Feature.FEAT_SM3),
        new(SM3TT1B, "sm3tt1b", "SM3TT1B", "11001110 010mmmmm 10ii01nn nnnddddd", "Vd.4S Vn.4S Vm.S[imm2]", Feature.FEAT_SM3),
        new(SM3TT2A, "sm3tt2a", "SM3TT2A", "11001110 010mmmmm 10ii10nn nnnddddd", "Vd.4S Vn.4S Vm.S[imm2]", Feature.FEAT_SM3),
        new(SM3TT2B, "sm3tt2b", "SM3TT2B", "11001110 010mmmmm 10ii11nn nnnddddd", "Vd.4S Vn.4S Vm.S[imm2]", Feature.FEAT_SM3),

        // Cryptographic three-register SHA 512
        new(SHA512H, "sha512h", "SHA512H", "11001110 011mmmmm 100000nn nnnddddd", "Qd Qn Vm.2D", Feature.FEAT_SHA512),
        new(SHA512H2, "sha512h2", "SHA512H2", "11001110 011mmmmm 100001nn nnnddddd", "Qd Qn Vm.2D", Feature.FEAT_SHA512),
        new(SHA512SU1, "sha512su1", "SHA512SU1", "11001110 011mmmmm 100010nn nnnddddd", "Vd.2D Vn.2D Vm.2D", Feature.FEAT_SHA512),
        new(RAX1, "rax1", "RAX1", "11001110 011mmmmm 100011nn nnnddddd", "Vd.2D Vn.2D Vm.2D", Feature.FEAT_SHA3),
        new(SM3PARTW1, "sm3partw1", "SM3PARTW1", "11001110 011mmmmm 110000nn nnnddddd", "Vd.4S Vn.4S Vm.4S", Feature.FEAT_SM3),
        new(SM3PARTW2, "sm3partw2", "SM3PARTW2", "11001110 011mmmmm 110001nn nnnddddd", "Vd.4S Vn.4S Vm.4S", Feature.FEAT_SM3),
        new(SM4EKEY, "sm4ekey", "SM4EKEY", "11001110 011mmmmm 110010nn nnnddddd", "Vd.4S Vn.4S Vm.4S", Feature.FEAT_SM4),

        // Cryptographic four-register
        new(EOR3, "eor3", "EOR3", "11001110 000mmmmm 0aaaaann nnnddddd", "Vd.16B Vn.16B Vm.16B Va.16B", Feature.FEAT_SHA3),
        new(BCAX, "bcax", "BCAX", "11001110 001mmmmm 0aaaaann nnnddddd", "Vd.16B Vn.16B Vm.16B Va.16B", Feature.FEAT_SHA3),
        new(SM3SS1, "sm3ss1", "SM3SS1", "11001110 010mmmmm 0aaaaann nnnddddd", "Vd.4S Vn.4S Vm.4S Va.4S", Feature.FEAT_SM3),

        // XAR
        new(XAR, "xar", "XAR", "11001110 100mmmmm iiiiiinn nnnddddd", "Vd.2D Vn.2D Vm.2D Imm6", Feature.FEAT_SHA3),

        // Cryptographic two-register SHA 512
        new(SHA512SU0, "sha512su0", "SHA512SU0", "11001110 11000000 100000nn nnnddddd", "Vd.2D Vn.2D", Feature.FEAT_SHA512),
        new(SM4E, "sm4e", "SM4E", "11001110 11000000 100001nn nnnddddd", "Vd.4S Vn.4S", Feature.FEAT_SM4),
    ];
}
