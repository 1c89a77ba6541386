namespace CcaEmu.Arm.A64;

/// <summary>Writes single operands for <see cref="Formatter"/>.</summary>
internal sealed class OperandFormatter(Func<ushort, string?>? systemRegisterName)
{
    private static readonly string[] ConditionNames =
        ["eq", "ne", "hs", "lo", "mi", "pl", "vs", "vc", "hi", "ls", "ge", "lt", "gt", "le", "al", "nv"];

    private static readonly string?[] BarrierNames =
    [
        null, "oshld", "oshst", "osh", null, "nshld", "nshst", "nsh", null, "ishld", "ishst", "ish", null, "ld", "st", "sy",
    ];

    private static readonly string[] NoXsBarrierNames = ["oshnxs", "nshnxs", "ishnxs", "synxs"];

    private static readonly string[] ReadWriteOptions =
    [
        "", "wt", "rt", "t", "wn", "wtwn", "rtwn", "twn", "rn", "wtrn", "rtrn", "trn", "n", "wtn", "rtn", "tn",
    ];

    private static readonly string[] SetOptions = ["", "t", "n", "tn"];

    /// <summary>Which accesses of a memory copy or set are unprivileged (t) or non-temporal (n), as letters of the mnemonic.</summary>
    internal static string CopyOptions(Instruction instruction)
    {
        int options = (int)instruction.Encoding.ReadField(instruction.Word, 'O');
        return instruction.Op is A64Op.SETP or A64Op.SETM or A64Op.SETE ? SetOptions[options & 3] : ReadWriteOptions[options];
    }

    internal static string Name(Condition condition) => ConditionNames[(int)condition];

    /// <summary>Writes one operand; empty when the assembler syntax leaves it out.</summary>
    internal string Format(Instruction instruction, OperandField field, ulong pc)
    {
        if (IsOmitted(instruction, field))
            return "";

        Operand operand = instruction.OperandOf(field);
        return operand.Kind switch
        {
            OperandKind.Register => operand.Register.ToString(),
            OperandKind.ShiftedRegister => operand.Register + Shift(operand),
            OperandKind.ExtendedRegister => operand.Register + Extension(instruction, operand),
            OperandKind.Immediate => Immediate(field, operand),
            OperandKind.Label => Address(pc + (ulong)operand.Immediate),
            OperandKind.PageLabel => Address((pc & ~0xFFFul) + (ulong)operand.Immediate),
            OperandKind.Memory => Memory(operand, pc),
            OperandKind.Condition => Name(operand.Condition),
            OperandKind.SystemRegister => SystemRegister((ushort)operand.Immediate),
            OperandKind.PstateField => PstateField((int)operand.Immediate),
            OperandKind.Barrier => BarrierNames[operand.Immediate] ?? Number(operand.Immediate),
            OperandKind.CountRegister => operand.Register + "!",
            OperandKind.BranchTargets => (operand.Immediate & 1) == 0 ? "j" : operand.Immediate == 1 ? "c" : "jc",
            OperandKind.PrefetchOperation => PrefetchOperation((int)operand.Immediate),
            OperandKind.SimdRegister or OperandKind.SimdElement or OperandKind.SimdList or OperandKind.SimdElementList =>
                SimdOperandFormatter.Registers(operand),
            OperandKind.ModifiedImmediate => SimdOperandFormatter.ModifiedImmediate(operand),
            OperandKind.FloatingPoint => SimdOperandFormatter.FloatingPoint(field, operand),
            OperandKind.ControlRegister => "c" + operand.Immediate,
            _ => throw new InvalidOperationException($"{instruction}: {field} has no text"),
        };
    }

    private static bool IsOmitted(Instruction instruction, OperandField field) => field switch
    {
        OperandField.XnDefault30 => instruction.Rn == 30,
        OperandField.XtOptional => instruction.Rt == 31,
        OperandField.CrmDefault15 => instruction.CRm == 15,
        OperandField.DcpsImm => instruction.Imm == 0,
        OperandField.BtiTargets => (instruction.Word >> 6 & 3) == 0,
        _ => false,
    };

    /// <summary>Sixteen-bit immediates and hint numbers are always in hexadecimal; masks are unsigned.</summary>
    private static string Immediate(OperandField field, Operand operand) => field switch
    {
        OperandField.BarrierNXS => NoXsBarrierNames[operand.Immediate],
        OperandField.ElementBits => $"#{operand.Immediate}",
        OperandField.LogicalImm => Address((ulong)operand.Immediate),
        OperandField.Imm16 or OperandField.DcpsImm or OperandField.Hint or OperandField.MoveWideImm when operand.Immediate != 0 =>
            $"#0x{operand.Immediate:x}{LeftShift(operand)}",
        _ => Number(operand.Immediate) + LeftShift(operand),
    };

    private static string LeftShift(Operand operand) => operand.ShiftAmount == 0 ? "" : $", lsl #{operand.ShiftAmount}";

    /// <summary>Up to 9 in decimal, above in hexadecimal, with a sign.</summary>
    internal static string Number(long value) => value switch
    {
        < -9 => $"#-0x{(ulong)-value:x}",
        > 9 => $"#0x{value:x}",
        _ => $"#{value}",
    };

    internal static string Address(ulong address) => address > 9 ? $"#0x{address:x}" : $"#{address}";

    private static string Shift(Operand operand) =>
        operand.ShiftAmount == 0 && operand.ShiftType == ShiftType.LSL
            ? ""
            : $", {operand.ShiftType.ToString().ToLowerInvariant()} #{operand.ShiftAmount}";

    /// <summary>With the stack pointer the extension of full width is written LSL, and left out when it shifts by 0.</summary>
    private static string Extension(Instruction instruction, Operand operand)
    {
        ExtendType fullWidth = instruction.Is64Bit ? ExtendType.UXTX : ExtendType.UXTW;
        bool setsFlags = instruction.Op is A64Op.ADDS_ext or A64Op.SUBS_ext;
        bool stackPointer = instruction.Rn == 31 || (instruction.Rd == 31 && !setsFlags);
        string amount = operand.ShiftAmount == 0 ? "" : $" #{operand.ShiftAmount}";
        if (operand.Extend == fullWidth && stackPointer)
            return amount.Length == 0 ? "" : ", lsl" + amount;
        return $", {operand.Extend.ToString().ToLowerInvariant()}{amount}";
    }

    private static string Memory(Operand operand, ulong pc) => operand.AddressingMode switch
    {
        AddressingMode.BaseRegister => $"[{operand.Register}]",
        AddressingMode.Offset when operand.Immediate == 0 => $"[{operand.Register}]",
        AddressingMode.Offset => $"[{operand.Register}, {Number(operand.Immediate)}]",
        AddressingMode.PreIndex => $"[{operand.Register}, {Number(operand.Immediate)}]!",
        AddressingMode.Updated => $"[{operand.Register}]!",
        AddressingMode.PostIndex => $"[{operand.Register}], {Number(operand.Immediate)}",
        AddressingMode.PostIndexRegister => $"[{operand.Register}], {operand.Index}",
        AddressingMode.RegisterOffset => $"[{operand.Register}, {operand.Index}{IndexExtension(operand)}]",
        _ => Address(pc + (ulong)operand.Immediate),
    };

    private static string IndexExtension(Operand operand)
    {
        string amount = operand.IsScaled ? $" #{operand.ShiftAmount}" : "";
        if (operand.Extend == ExtendType.UXTX)
            return operand.IsScaled ? ", lsl" + amount : "";
        return $", {operand.Extend.ToString().ToLowerInvariant()}{amount}";
    }

    private static string PstateField(int op1Op2) => op1Op2 switch
    {
        0b000_011 => "uao",
        0b000_100 => "pan",
        0b000_101 => "spsel",
        0b011_001 => "ssbs",
        0b011_010 => "dit",
        0b011_110 => "daifset",
        0b011_111 => "daifclr",
        _ => throw new ArgumentOutOfRangeException(nameof(op1Op2), op1Op2, "not a PSTATE field of MSR (immediate)"),
    };

    /// <summary>Type, target and policy when all three are allocated, otherwise the number.</summary>
    private static string PrefetchOperation(int prfop)
    {
        int type = prfop >> 3;
        int target = prfop >> 1 & 3;
        if (type == 3 || target == 3)
            return Number(prfop);
        return $"{(type == 0 ? "pld" : type == 1 ? "pli" : "pst")}l{target + 1}{((prfop & 1) == 0 ? "keep" : "strm")}";
    }

    private string SystemRegister(ushort encoding) =>
        systemRegisterName?.Invoke(encoding)?.ToLowerInvariant()
        ?? $"s{encoding >> 14}_{encoding >> 11 & 7}_c{encoding >> 7 & 15}_c{encoding >> 3 & 15}_{encoding & 7}";
}
