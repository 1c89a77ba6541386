using CcaEmu.Arm;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Calls;

namespace CcaEmu.Diagnostics.Tracing.Recording;

/// <summary>What a message tells.</summary>
internal enum MessageKind : byte
{
    Exception = 1,
    Return,
    Call,
    CallReturn,
    Console,
    Granule,
    Spaces,
    Instruction,
    Registers,
    End,
}

/// <summary>What every message begins with. Messages are what the machine's thread leaves behind: raw, so that it can go on. Each is a multiple of eight bytes.</summary>
internal struct MessageHead
{
    public MessageKind Kind;
    public byte Pe;

    /// <summary>Where it happened: Exception level in bits 1:0, security state in bits 3:2.</summary>
    public byte At;

    /// <summary>Depends on the kind: where a return went, how many accesses an instruction has made.</summary>
    public byte More;

    /// <summary>Depends on the kind: an instruction's word, a byte that was printed, states of a granule.</summary>
    public uint Detail;

    /// <summary>A level of a security state in a byte.</summary>
    public static byte Pack(SecurityState state, ExceptionLevel level) => (byte)((int)level | (int)state << 2);

    /// <summary>The security state that <see cref="Pack"/> has packed.</summary>
    public static SecurityState StateOf(byte packed) => (SecurityState)(packed >> 2);

    /// <summary>The level that <see cref="Pack"/> has packed.</summary>
    public static ExceptionLevel LevelOf(byte packed) => (ExceptionLevel)(packed & 3);
}

/// <summary>An exception return.</summary>
internal struct ReturnMessage
{
    public MessageHead Head;
    public TraceStamp Stamp;
    public ulong Pc;
}

/// <summary>A call. Its head tells the place of the record by which its end will name it. Behind it stand the arguments that differ from those of the call told before.</summary>
internal struct CallMessage
{
    public MessageHead Head;
    public ulong ReturnAddress, StartInstructions, StartCycles;

    /// <summary>A bit for each argument that stands behind it.</summary>
    public ulong Changed;

    /// <summary>An interface and an outcome in a byte.</summary>
    public static byte Pack(CallInterface @interface, CallOutcome outcome) => (byte)((int)@interface | (int)outcome << 4);
}

/// <summary>The end of a call. Behind it stand the results that differ from those told before.</summary>
internal struct CallReturnMessage
{
    public MessageHead Head;
    public ulong EndInstructions, EndCycles;
    public RecExit? Exit;

    /// <summary>A bit for each result that stands behind it.</summary>
    public ulong Changed;
}

/// <summary>A byte that was printed.</summary>
internal struct ConsoleMessage
{
    public MessageHead Head;
    public ulong Cycles;
}

/// <summary>A granule with another state.</summary>
internal struct GranuleMessage
{
    public MessageHead Head;
    public TraceStamp Stamp;
    public ulong Granule;

    /// <summary>Two states in a head's detail.</summary>
    public static uint Pack(GranuleState from, GranuleState to) => (uint)from | (uint)to << 8;
}

/// <summary>How memory is divided, or, without the bytes, where a PE has come to its end.</summary>
internal struct SpacesMessage
{
    public MessageHead Head;
    public TraceStamp Stamp;
    public long Secure, NonSecure, Root, Realm;
}

/// <summary>The end of a PE.</summary>
internal struct EndMessage
{
    public MessageHead Head;
    public TraceStamp Stamp;
}

/// <summary>
/// An instruction, or registers without one. Behind it stand the values of the registers that have changed, lowest number first; where <see cref="Vectors"/>
/// says so a word with a bit for each vector register, and two words for each of those; then the accesses.
/// </summary>
internal struct InstructionMessage
{
    /// <summary>A bit of <see cref="Changed"/> of its own: vector registers follow.</summary>
    public const ulong Vectors = 1UL << 63;

    public MessageHead Head;
    public TraceStamp Stamp;
    public ulong Pc;

    /// <summary>The physical page of the code, its space in bits 1:0.</summary>
    public ulong Page;

    /// <summary>A bit for each register that has changed, by its number in <see cref="TraceRegister"/>.</summary>
    public ulong Changed;
}

/// <summary>An access of an instruction. Behind it stand the bytes that were read and those that were written, each filled up to eight.</summary>
internal struct AccessMessage
{
    public ulong Va, Pa;
    public ushort Size;
    public AccessKind Kind;
    public Pas Pas;
    public bool HasRead, HasWritten;
}
