namespace CcaEmu.Hypervisor.Images;

/// <summary>What the numbers in an ELF header are called, for messages about those that a realm image cannot have.</summary>
/// <remarks>System V ABI, section "ELF Header".</remarks>
internal static class ElfNames
{
    /// <summary>EI_CLASS in words.</summary>
    public static string Class(byte value) => value == 1 ? "a 32-bit one (EI_CLASS 1)" : $"EI_CLASS {value}";

    /// <summary>EI_DATA in words.</summary>
    public static string ByteOrder(byte value) => value == 2 ? "a big-endian one (EI_DATA 2)" : $"EI_DATA {value}";

    /// <summary>e_machine in words.</summary>
    public static string Machine(ushort value)
    {
        string name = value switch
        {
            3 => "x86",
            8 => "MIPS",
            21 => "PowerPC64",
            22 => "s390",
            40 => "AArch32",
            62 => "x86-64",
            243 => "RISC-V",
            258 => "LoongArch",
            _ => "another machine",
        };
        return $"code for {name} (e_machine {value})";
    }

    /// <summary>e_type in words.</summary>
    public static string Type(ushort value) => value switch
    {
        1 => "an object file that is not linked yet (e_type 1, ET_REL)",
        3 => "a position-independent executable or shared library (e_type 3, ET_DYN)",
        4 => "a core dump (e_type 4, ET_CORE)",
        _ => $"e_type {value}",
    };
}
