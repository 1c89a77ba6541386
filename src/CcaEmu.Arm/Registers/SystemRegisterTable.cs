namespace CcaEmu.Arm.Registers;

/// <summary>All system registers, found by name or by encoding in constant time.</summary>
/// <remarks>The lines themselves stand in the group tables beside this file. The table never changes after it is built.</remarks>
public static class SystemRegisterTable
{
    private static readonly SystemRegisterInfo?[] ByRegister = Index();
    private static readonly ushort[] ByEncoding = IndexEncodings();

    /// <summary>
    /// One more than the highest <see cref="SystemRegister"/>: the length of an array indexed by it. Entry 0 belongs to
    /// <see cref="SystemRegister.None"/>.
    /// </summary>
    public static int Count => ByRegister.Length;

    /// <summary>Every line, in the order of <see cref="SystemRegister"/>, without <see cref="SystemRegister.None"/>.</summary>
    public static IEnumerable<SystemRegisterInfo> All => ByRegister.Skip(1).Select(line => line!);

    /// <summary>The line of one register.</summary>
    /// <param name="register">Any member but <see cref="SystemRegister.None"/>.</param>
    /// <returns>Its line.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The value is None or no member: an error of the caller.</exception>
    public static SystemRegisterInfo Get(SystemRegister register)
    {
        var lines = ByRegister;
        return (uint)register < (uint)lines.Length && lines[(int)register] is { } line
            ? line
            : throw new ArgumentOutOfRangeException(nameof(register), register, "not a system register of the table");
    }

    /// <summary>Finds the register that MRS or MSR names.</summary>
    /// <param name="encoding">op0:op1:CRn:CRm:op2 as <see cref="SystemRegisterEncoding"/> packs them.</param>
    /// <param name="register">The register, or <see cref="SystemRegister.None"/>.</param>
    /// <returns>False when no line has that encoding.</returns>
    public static bool TryFind(ushort encoding, out SystemRegister register)
    {
        register = (SystemRegister)ByEncoding[encoding];
        return register != SystemRegister.None;
    }

    /// <summary>The name of an encoding: the register's own, or the generic S-form when the table does not know it.</summary>
    /// <param name="encoding">op0:op1:CRn:CRm:op2 as <see cref="SystemRegisterEncoding"/> packs them.</param>
    /// <returns>For example <c>SCR_EL3</c> or <c>S3_0_C15_C2_7</c>.</returns>
    public static string NameOf(ushort encoding) =>
        TryFind(encoding, out var register) ? Get(register).Name : new SystemRegisterEncoding(encoding).ToString();

    /// <summary>The groups, in the order of the enumeration.</summary>
    internal static SystemRegisterInfo[][] Groups() =>
    [
        IdentificationRegistersTable.Lines(),
        ControlRegistersTable.Lines(),
        TranslationRegistersTable.Lines(),
        ExceptionRegistersTable.Lines(),
        ThreadRegistersTable.Lines(),
        ProcessStateRegistersTable.Lines(),
        GenericTimerRegistersTable.Lines(),
        DebugRegistersTable.Lines(),
        InterruptRegistersTable.Lines(),
        AliasRegistersTable.Lines(),
        PerformanceMonitorRegistersTable.Lines(),
        ActivityMonitorRegistersTable.Lines(),
        ErrorRecordRegistersTable.Lines(),
        ProfilingRegistersTable.Lines(),
        ExtendedControlRegistersTable.Lines(),
    ];

    private static SystemRegisterInfo?[] Index()
    {
        var groups = Groups();
        var lines = new SystemRegisterInfo?[1 + groups.Sum(group => group.Length)];
        foreach (var line in groups.SelectMany(group => group))
            lines[(int)line.Register] = line;
        return lines;
    }

    private static ushort[] IndexEncodings()
    {
        var index = new ushort[SystemRegisterEncoding.Space];
        foreach (var line in ByRegister.Skip(1))
            index[line!.Encoding.Value] = (ushort)line.Register;
        return index;
    }
}
