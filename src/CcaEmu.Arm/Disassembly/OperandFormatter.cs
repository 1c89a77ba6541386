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

    private static readonly string[] ShiftNames = ["lsl", "lsr", "asr", "ror", "msl"];

    private static readonly string[] ExtendNames = ["uxtb", "uxth", "uxtw", "uxtx", "sxtb", "sxth", "sxtw", "sxtx"];

    private static readonly string[] SetOptions = ["", "t", "n", "tn"];

    /// <summary>Which accesses of a memory copy or set are unprivileged (t) or non-temporal (n), as letters of the mnemonic.</summary>
    internal static string CopyOptions(Instruction instruction)
    {
        int options = (int)instruction.Encoding.ReadField(instruction.Word, 'O');
        return instruction.Op is A64Op.SETP or A64Op.SETM or A64Op.SETE ? SetOptions[options & 3] : ReadWriteOptions[options];
    }

    internal static string Name(Condition condition) => ConditionNames[(int)condition];

    /// <summary>Whether the assembler syntax leaves an operand out.</summary>
    internal static bool IsOmitted(Instruction instruction, OperandField field) => field switch
    {
        OperandField.XnDefault30 => instruction.Rn == 30,
        OperandField.XtOptional => instruction.Rt == 31,
        OperandField.CrmDefault15 => instruction.CRm == 15,
        OperandField.DcpsImm => instruction.Imm == 0,
        OperandField.BtiTargets => (instruction.Word >> 6 & 3) == 0,
        _ => false,
    };

    /// <summary>Writes one operand that is not left out.</summary>
    internal void Format(ref InstructionText text, Instruction instruction, OperandField field, ulong pc)
    {
        Operand operand = instruction.OperandOf(field);
        switch (operand.Kind)
        {
            case OperandKind.Register: text.Add(operand.Register); break;
            case OperandKind.ShiftedRegister: ShiftedRegister(ref text, in operand); break;
            case OperandKind.ExtendedRegister: ExtendedRegister(ref text, instruction, in operand); break;
            case OperandKind.Immediate: Immediate(ref text, field, in operand); break;
            case OperandKind.Label: text.AddAddress(pc + (ulong)operand.Immediate); break;
            case OperandKind.PageLabel: text.AddAddress((pc & ~0xFFFul) + (ulong)operand.Immediate); break;
            case OperandKind.Memory: Memory(ref text, in operand, pc); break;
            case OperandKind.Condition: text.Add(Name(operand.Condition)); break;
            case OperandKind.SystemRegister: SystemRegister(ref text, (ushort)operand.Immediate); break;
            case OperandKind.PstateField: text.Add(PstateField((int)operand.Immediate)); break;
            case OperandKind.Barrier: Barrier(ref text, operand.Immediate); break;
            case OperandKind.BranchTargets: text.Add((operand.Immediate & 1) == 0 ? "j" : operand.Immediate == 1 ? "c" : "jc"); break;
            case OperandKind.PrefetchOperation: PrefetchOperation(ref text, (int)operand.Immediate); break;
            case OperandKind.SimdRegister or OperandKind.SimdElement or OperandKind.SimdList or OperandKind.SimdElementList:
                SimdOperandFormatter.Registers(ref text, in operand);
                break;
            case OperandKind.ModifiedImmediate: SimdOperandFormatter.ModifiedImmediate(ref text, in operand); break;
            case OperandKind.FloatingPoint: SimdOperandFormatter.FloatingPoint(ref text, field, in operand); break;
            case OperandKind.CountRegister:
                text.Add(operand.Register);
                text.Add('!');
                break;
            case OperandKind.ControlRegister:
                text.Add('c');
                text.AddDecimal((int)operand.Immediate);
                break;
            default: throw new InvalidOperationException($"{instruction}: {field} has no text");
        }
    }

    /// <summary>The name of a shift in lower case.</summary>
    internal static string Name(ShiftType shift) => ShiftNames[(int)shift];

    /// <summary>Sixteen-bit immediates and hint numbers are always in hexadecimal; masks are unsigned.</summary>
    private static void Immediate(ref InstructionText text, OperandField field, in Operand operand)
    {
        switch (field)
        {
            case OperandField.BarrierNXS:
                text.Add(NoXsBarrierNames[operand.Immediate]);
                return;
            case OperandField.ElementBits:
                text.Add('#');
                text.AddDecimal((int)operand.Immediate);
                return;
            case OperandField.LogicalImm:
                text.AddAddress((ulong)operand.Immediate);
                return;
            case OperandField.Imm16 or OperandField.DcpsImm or OperandField.Hint or OperandField.MoveWideImm when operand.Immediate != 0:
                text.Add("#0x");
                text.AddHex((ulong)operand.Immediate);
                break;
            default:
                text.AddNumber(operand.Immediate);
                break;
        }
        if (operand.ShiftAmount != 0)
            text.AddShift("lsl", operand.ShiftAmount);
    }

    private static void Barrier(ref InstructionText text, long option)
    {
        if (BarrierNames[option] is { } name)
            text.Add(name);
        else
            text.AddNumber(option);
    }

    private static void ShiftedRegister(ref InstructionText text, in Operand operand)
    {
        text.Add(operand.Register);
        if (operand.ShiftAmount != 0 || operand.ShiftType != ShiftType.LSL)
            text.AddShift(Name(operand.ShiftType), operand.ShiftAmount);
    }

    /// <summary>With the stack pointer the extension of full width is written LSL, and left out when it shifts by 0.</summary>
    private static void ExtendedRegister(ref InstructionText text, Instruction instruction, in Operand operand)
    {
        text.Add(operand.Register);
        ExtendType fullWidth = instruction.Is64Bit ? ExtendType.UXTX : ExtendType.UXTW;
        bool setsFlags = instruction.Op is A64Op.ADDS_ext or A64Op.SUBS_ext;
        bool shift = operand.Extend == fullWidth && (instruction.Rn == 31 || (instruction.Rd == 31 && !setsFlags));
        if (shift && operand.ShiftAmount == 0)
            return;
        Extension(ref text, shift ? "lsl" : ExtendNames[(int)operand.Extend], operand.ShiftAmount != 0, operand.ShiftAmount);
    }

    private static void Extension(ref InstructionText text, string name, bool hasAmount, int amount)
    {
        if (hasAmount)
        {
            text.AddShift(name, amount);
            return;
        }
        text.Add(", ");
        text.Add(name);
    }

    private static void Memory(ref InstructionText text, in Operand operand, ulong pc)
    {
        if (operand.AddressingMode == AddressingMode.Literal)
        {
            text.AddAddress(pc + (ulong)operand.Immediate);
            return;
        }
        text.Add('[');
        text.Add(operand.Register);
        switch (operand.AddressingMode)
        {
            case AddressingMode.Offset when operand.Immediate != 0:
            case AddressingMode.PreIndex:
                text.Add(", ");
                text.AddNumber(operand.Immediate);
                break;
            case AddressingMode.RegisterOffset:
                text.Add(", ");
                text.Add(operand.Index);
                if (operand.IsScaled || operand.Extend != ExtendType.UXTX)
                    Extension(ref text, operand.Extend == ExtendType.UXTX ? "lsl" : ExtendNames[(int)operand.Extend], operand.IsScaled, operand.ShiftAmount);
                break;
        }
        text.Add(']');
        switch (operand.AddressingMode)
        {
            case AddressingMode.PreIndex or AddressingMode.Updated:
                text.Add('!');
                break;
            case AddressingMode.PostIndex:
                text.Add(", ");
                text.AddNumber(operand.Immediate);
                break;
            case AddressingMode.PostIndexRegister:
                text.Add(", ");
                text.Add(operand.Index);
                break;
        }
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
    private static void PrefetchOperation(ref InstructionText text, int prfop)
    {
        int type = prfop >> 3;
        int target = prfop >> 1 & 3;
        if (type == 3 || target == 3)
        {
            text.AddNumber(prfop);
            return;
        }
        text.Add(type == 0 ? "pldl" : type == 1 ? "plil" : "pstl");
        text.AddDecimal(target + 1);
        text.Add((prfop & 1) == 0 ? "keep" : "strm");
    }

    private void SystemRegister(ref InstructionText text, ushort encoding)
    {
        if (systemRegisterName?.Invoke(encoding) is { } name)
        {
            text.AddLower(name);
            return;
        }
        text.Add('s');
        text.AddDecimal(encoding >> 14);
        text.Add('_');
        text.AddDecimal(encoding >> 11 & 7);
        text.Add("_c");
        text.AddDecimal(encoding >> 7 & 15);
        text.Add("_c");
        text.AddDecimal(encoding >> 3 & 15);
        text.Add('_');
        text.AddDecimal(encoding & 7);
    }
}
