namespace CcaEmu.Arm.A64;

/// <content>Operands in assembler order.</content>
public readonly partial struct Instruction
{
    /// <summary>How many operands the encoding has, in the manual's syntax and without aliases.</summary>
    public int OperandCount => Encoding.Operands.Length;

    /// <summary>Reads one operand.</summary>
    /// <param name="index">0 to <see cref="OperandCount"/> - 1, in assembler order.</param>
    /// <returns>The operand.</returns>
    /// <exception cref="IndexOutOfRangeException">There is no such operand.</exception>
    public Operand GetOperand(int index) => OperandOf(Encoding.Operands[index]);

    /// <summary>Reads an operand of the encoding or of one of its aliases.</summary>
    internal Operand OperandOf(OperandField field) => field switch
    {
        <= OperandField.RtNext or >= OperandField.Wd and <= OperandField.XnDefault30 => Reg(field),
        OperandField.RmShift => Reg(field) with
        {
            Kind = OperandKind.ShiftedRegister,
            ShiftType = ShiftType,
            ShiftAmount = ShiftAmountOf(field),
        },
        OperandField.RmExtend => ExtendedRegister(),
        OperandField.CopyTo or OperandField.CopyFrom or (>= OperandField.MemBase and <= OperandField.MemStructPost) => Memory(field),
        OperandField.CopySize => new() { Kind = OperandKind.CountRegister, Register = Register(Rn, true) },
        >= OperandField.ShiftRight => OfVector(field),
        >= OperandField.InsertLsb => OfAlias(field),
        _ => Other(field),
    };

    private static Operand Value(OperandKind kind, long immediate) => new() { Kind = kind, Immediate = immediate };

    private Operand Reg(OperandField field) => new() { Kind = OperandKind.Register, Register = RegisterOf(field) };

    private A64Register RegisterOf(OperandField field) => field switch
    {
        OperandField.Rd => Register(Rd, Is64Bit),
        OperandField.RdSP => Register(Rd, Is64Bit, true),
        OperandField.Wd => Register(Rd, false),
        OperandField.Xd => Register(Rd, true),
        OperandField.Rn => Register(Rn, Is64Bit),
        OperandField.RnSP => Register(Rn, Is64Bit, true),
        OperandField.Wn => Register(Rn, false),
        OperandField.Xn or OperandField.XnDefault30 => Register(Rn, true),
        OperandField.Rm or OperandField.RmShift => Register(Rm, Is64Bit),
        OperandField.Wm => Register(Rm, false),
        OperandField.Xm => Register(Rm, true),
        OperandField.Ra => Register(Ra, Is64Bit),
        OperandField.Xa => Register(Ra, true),
        OperandField.Rt => Register(Rt, Is64Bit),
        OperandField.RtNext => Register(Rt + 1, Is64Bit),
        OperandField.Wt => Register(Rt, false),
        OperandField.Xt or OperandField.XtOptional => Register(Rt, true),
        OperandField.Rt2 => Register(Rt2, Is64Bit),
        OperandField.Xt2 => Register(Rt2, true),
        OperandField.Rs => Register(Rs, Is64Bit),
        OperandField.RnImm5 => Register(Rn, Bits(16, 4) == 8),
        OperandField.RsNext => Register(Rs + 1, Is64Bit),
        OperandField.Xs => Register(Rs, true),
        OperandField.XmSP => Register(Rm, true, true),
        OperandField.Ws => Register(Rs, false),
        _ => throw new InvalidOperationException($"{Op}: {field} is not a register"),
    };

    private static A64Register Register(int number, bool is64Bit, bool stackPointer = false) => new((byte)number, is64Bit, stackPointer);

    /// <summary>An extended register is X only for UXTX and SXTX in a 64-bit operation.</summary>
    private Operand ExtendedRegister() => new()
    {
        Kind = OperandKind.ExtendedRegister,
        Register = Register(Rm, Is64Bit && ((int)Extend & 3) == 3),
        Extend = Extend,
        ShiftAmount = ShiftAmountOf(OperandField.RmExtend),
    };

    private Operand Memory(OperandField field)
    {
        Operand memory = new() { Kind = OperandKind.Memory, Register = Register(Rn, true, true), Immediate = ImmediateOf(field) };
        return field switch
        {
            OperandField.MemBase => memory,
            OperandField.MemStructPost => memory with
            {
                AddressingMode = Rm == 31 ? AddressingMode.PostIndex : AddressingMode.PostIndexRegister,
                Index = Register(Rm, true),
            },
            OperandField.CopyTo => memory with { AddressingMode = AddressingMode.Updated, Register = Register(Rd, true) },
            OperandField.CopyFrom => memory with { AddressingMode = AddressingMode.Updated, Register = Register(Rs, true) },
            OperandField.MemPost or OperandField.MemPairPost or OperandField.MemPostUp or OperandField.MemPostUpPair => memory with { AddressingMode = AddressingMode.PostIndex },
            OperandField.MemPre or OperandField.MemPairPre or OperandField.MemAuthPre or OperandField.MemPreDown or OperandField.MemPreDownPair => memory with { AddressingMode = AddressingMode.PreIndex },
            OperandField.MemLiteral => memory with { AddressingMode = AddressingMode.Literal, Register = default },
            OperandField.MemRegister => memory with
            {
                AddressingMode = AddressingMode.RegisterOffset,
                Index = Register(Rm, ((int)Extend & 1) != 0),
                Extend = Extend,
                ShiftAmount = ShiftAmountOf(field),
                IsScaled = (Word & 1 << 12) != 0,
            },
            _ => memory with { AddressingMode = AddressingMode.Offset },
        };
    }

    private Operand Other(OperandField field) => field switch
    {
        OperandField.AddImm => Value(OperandKind.Immediate, Bits(10, 12)) with { ShiftAmount = ShiftAmountOf(field) },
        OperandField.MoveWideImm => Value(OperandKind.Immediate, Bits(5, 16)) with { ShiftAmount = ShiftAmountOf(field) },
        OperandField.BitPosition => Value(OperandKind.Immediate, BitPosition),
        OperandField.Nzcv => Value(OperandKind.Immediate, Nzcv),
        OperandField.Op1 => Value(OperandKind.Immediate, Op1),
        OperandField.Op2 => Value(OperandKind.Immediate, Op2),
        OperandField.Crn => Value(OperandKind.ControlRegister, CRn),
        OperandField.CrmC => Value(OperandKind.ControlRegister, CRm),
        OperandField.Cond => new() { Kind = OperandKind.Condition, Condition = Condition },
        OperandField.Pstate => Value(OperandKind.PstateField, Op1 << 3 | Op2),
        OperandField.SystemRegister => Value(OperandKind.SystemRegister, SystemRegisterEncoding),
        OperandField.Barrier => Value(OperandKind.Barrier, CRm),
        OperandField.BtiTargets => Value(OperandKind.BranchTargets, Word >> 6 & 3),
        OperandField.Prfop => Value(OperandKind.PrefetchOperation, Rt),
        OperandField.AdrLabel or OperandField.Label26 or OperandField.Label19 or OperandField.Label14 =>
            Value(OperandKind.Label, ImmediateOf(field)),
        OperandField.AdrpLabel => Value(OperandKind.PageLabel, ImmediateOf(field)),
        _ => Value(OperandKind.Immediate, ImmediateOf(field)),
    };

    /// <summary>Operands that only aliases have, worked out as on the pages of BFI, SBFX, CSET and their kin.</summary>
    private Operand OfAlias(OperandField field) => field switch
    {
        OperandField.InsertLsb => Value(OperandKind.Immediate, -Immr & (DataSize - 1)),
        OperandField.InsertWidth => Value(OperandKind.Immediate, Imms + 1),
        OperandField.ExtractWidth => Value(OperandKind.Immediate, Imms - Immr + 1),
        OperandField.InvertedCond => new() { Kind = OperandKind.Condition, Condition = (Condition)((int)Condition ^ 1) },
        _ => throw new InvalidOperationException($"{Op}: {field} is not an operand of an alias"),
    };
}
