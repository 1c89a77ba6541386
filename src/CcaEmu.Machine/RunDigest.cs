using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;

namespace CcaEmu.Machine;

/// <summary>A 64-bit number that two runs share only if they were the same run.</summary>
/// <remarks>
/// Every exception and exception return folds in where it happened, why, when in retired instructions, and X0 to X30. At the end RAM is
/// folded in too. Same image, same seed and same options give the same digest on every host.
/// </remarks>
public sealed class RunDigest : IPeObserver
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    private static Vector256<ulong> Keys =>
        Vector256.Create(0x243F_6A88_85A3_08D3, 0x1319_8A2E_0370_7344, 0xA409_3822_299F_31D0, 0x082E_FA98_EC4E_6C89);

    /// <summary>The digest so far.</summary>
    public ulong Value { get; private set; } = 0x6363_6145_6D75_0001;

    /// <summary>Folds one number in.</summary>
    /// <param name="value">The number.</param>
    public void Fold(ulong value) => Value = BitOperations.RotateLeft((Value ^ value) * Multiplier, 29) + value;

    /// <inheritdoc/>
    public void OnException(ProcessingElement pe, in ExceptionTaken taken) => FoldPe(
        pe, (ulong)taken.Target << 8 | (ulong)taken.Source << 4 | (ulong)taken.SourceState, taken.Syndrome, taken.FaultAddress, taken.ReturnAddress);

    /// <inheritdoc/>
    public void OnExceptionReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState) =>
        FoldPe(pe, (ulong)from << 4 | (ulong)fromState | 1UL << 16, pe.PC, 0, 0);

    /// <summary>The digest with final state folded in; the running digest is left as it is.</summary>
    /// <param name="machine">The machine at the end of its run.</param>
    public ulong Final(Machine machine)
    {
        ulong folded = Value;
        foreach (ProcessingElement pe in machine.Pes)
        {
            FoldPe(pe, 0, pe.PC, 0, 0);
            foreach (SystemRegisterInfo info in SystemRegisterTable.All)
            {
                if (info.CanRead && !info.ReadHasEffect && info.AliasOf == SystemRegister.None)
                    Fold(pe[info.Register]);
            }
        }
        ulong result = machine.Memory.Fold(Value);
        Value = folded;
        return result;
    }

    // X0 to X30, what happened and when, four numbers at a time: each lane takes the number and the product of its halves, after a key that
    // makes the place count. Of the last four registers one was there before.
    private void FoldPe(ProcessingElement pe, ulong what, ulong syndrome, ulong address, ulong returnAddress)
    {
        ref ulong x0 = ref pe.X(0);
        Vector256<ulong> key = Keys, lanes = Absorb(default, Vector256.Create(what, syndrome, address, returnAddress), ref key);
        lanes = Absorb(lanes, Vector256.Create(pe.RetiredInstructions, pe.Pstate, 0UL, 0UL), ref key);
        for (int i = 0; i < 28; i += 4)
            lanes = Absorb(lanes, Four(ref Unsafe.Add(ref x0, i)), ref key);
        lanes = Absorb(lanes, Four(ref Unsafe.Add(ref x0, 27)), ref key);
        Fold((lanes[0] * Multiplier) ^ BitOperations.RotateLeft(lanes[1] * Multiplier, 16)
            ^ BitOperations.RotateLeft(lanes[2] * Multiplier, 32) ^ BitOperations.RotateLeft(lanes[3] * Multiplier, 48));
    }

    // One by one: a host cannot forward what was just written as single registers to one wide load, and would wait.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Four(ref ulong x) => Vector256.Create(x, Unsafe.Add(ref x, 1), Unsafe.Add(ref x, 2), Unsafe.Add(ref x, 3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Absorb(Vector256<ulong> lanes, Vector256<ulong> value, ref Vector256<ulong> key)
    {
        Vector256<ulong> keyed = value ^ key;
        key += Vector256.Create(Multiplier);
        return lanes + value + (keyed & Vector256.Create(0xFFFF_FFFFUL)) * (keyed >>> 32);
    }
}
