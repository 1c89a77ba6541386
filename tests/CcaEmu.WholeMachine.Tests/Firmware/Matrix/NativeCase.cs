namespace CcaEmu.WholeMachine.Tests.Firmware.Matrix;

/// <summary>A register that the firmware writes at EL3: the MSR word of X0, and the value, which may count from the stub.</summary>
internal readonly record struct RegisterWrite(uint Word, ulong Value, bool IsFromStub = false);

/// <summary>What the firmware reads back: the MRS word of X0, or one of the numbers below; the bits compared, and their values.</summary>
internal readonly record struct ValueCheck(uint Word, ulong Mask, ulong Value)
{
    /// <summary>SPSR_ELx of the exception; 1 to 8 are X0 to X7 as it found them.</summary>
    public const uint SavedSpsr = 9;

    /// <summary>FAR_ELx of the exception.</summary>
    public const uint SavedFar = 10;

    /// <summary>A general-purpose register as the exception found it.</summary>
    public static ValueCheck OfX(int number, ulong mask, ulong value) => new((uint)number + 1, mask, value);
}

/// <summary>Where a case must end: the first exception after the exception return to its stub.</summary>
/// <param name="Level">The level it is taken to, 1 to 3.</param>
/// <param name="Vector">The index of its vector: 0 this level with SP_EL0, 4 with SP_ELx, 8 from a lower one.</param>
/// <param name="Syndrome">ESR_ELx.</param>
/// <param name="ReturnOffset">ELR_ELx, in bytes from the stub; null where it is not compared.</param>
internal readonly record struct NativeEnd(int Level, int Vector, ulong Syndrome, ulong? ReturnOffset);

/// <summary>One row for firmware/matrix.S.</summary>
internal sealed record NativeCase(
    string Subject, string Place, string Condition, IReadOnlyList<RegisterWrite> Setup, RegisterWrite[] Changes, uint[] Stub, ulong Spsr, NativeEnd End)
{
    /// <summary>X0 at the stub.</summary>
    public ulong X0 { get; init; }

    /// <summary>X1 at the stub.</summary>
    public ulong X1 { get; init; }

    /// <summary>X1 at the stub is the address of one of its words: bytes from the stub.</summary>
    public ulong? X1Offset { get; init; }

    /// <summary>What is read back after the exception.</summary>
    public ValueCheck[] Checks { get; init; } = [];

    /// <summary>The name the firmware prints.</summary>
    public override string ToString() => $"{Subject} at {Place}, {Condition}";
}
