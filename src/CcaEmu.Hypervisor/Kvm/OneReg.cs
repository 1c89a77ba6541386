namespace CcaEmu.Hypervisor.Kvm;

/// <summary>Register identifiers of KVM_GET_ONE_REG and KVM_SET_ONE_REG: 64-bit core registers.</summary>
public static class OneReg
{
    // KVM_REG_ARM64 | KVM_REG_SIZE_U64 | KVM_REG_ARM_CORE; the rest is the offset in struct kvm_regs, in words.
    private const ulong Core = 0x6030_0000_0010_0000;
    private const ulong WordsPerRegister = 2;

    /// <summary>PC.</summary>
    public const ulong Pc = Core + 32 * WordsPerRegister;

    /// <summary>ID_AA64DFR0_EL1: KVM_REG_ARM64_SYSREG of op0 3, op1 0, CRn 0, CRm 5, op2 0.</summary>
    public const ulong IdAa64Dfr0El1 = 0x6030_0000_0013_C028;

    /// <summary>A general-purpose register.</summary>
    /// <param name="register">0 to 30.</param>
    public static ulong X(int register) => Core + (ulong)register * WordsPerRegister;

    /// <summary>Number of the general-purpose register that an identifier names, or -1.</summary>
    /// <param name="id">The identifier.</param>
    public static int NumberOf(ulong id) => id >= Core && id < X(31) && (id - Core) % WordsPerRegister == 0 ? (int)((id - Core) / WordsPerRegister) : -1;
}
