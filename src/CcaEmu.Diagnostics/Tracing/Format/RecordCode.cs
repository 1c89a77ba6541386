namespace CcaEmu.Diagnostics.Tracing.Format;

/// <summary>First byte of a record; 0x80 and above is an instruction with its flags.</summary>
internal enum RecordCode : byte
{
    Pe = 1,
    Place = 2,
    Page = 3,
    Exception = 4,
    Return = 5,
    Call = 6,
    CallReturn = 7,
    Console = 8,
    Granule = 9,
    Spaces = 10,
    Registers = 11,
    End = 12,
    Instruction = 0x80,
}

/// <summary>Bits of an instruction's first byte; the low three count its changed registers.</summary>
internal static class InstructionFlags
{
    public const byte Pc = 0x40;
    public const byte Word = 0x20;
    public const byte Time = 0x10;
    public const byte Accesses = 0x08;

    /// <summary>In place of a count: a list that <see cref="ListEnd"/> closes.</summary>
    public const byte Many = 7;

    public const byte ListEnd = 0xFF;
}

/// <summary>Bits of an exception's first byte behind its time.</summary>
internal static class ExceptionFlags
{
    public const byte Injected = 1;
    public const byte FaultAddress = 2;
    public const byte FaultIpa = 4;
    public const byte Original = 8;
    public const int TypeShift = 4;
}

/// <summary>Bits of an access's first byte.</summary>
internal static class AccessFlags
{
    public const byte Read = 1;
    public const byte Write = 2;
    public const byte ReadKnown = 4;
    public const byte WriteKnown = 8;
    public const byte Page = 16;
    public const byte Sized = 32;
    public const int SizeShift = 6;
}
