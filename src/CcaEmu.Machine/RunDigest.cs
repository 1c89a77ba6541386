using System.Numerics;
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

    private static Vector256<ulong> LowHalf => Vector256.Create(0xFFFF_FFFFUL);

    private static Vector256<ulong> KeyStep => Vector256.Create(Multiplier);

    private static Vector256<ulong> LaneKeys =>
        Vector256.Create(0x243F_6A88_85A3_08D3, 0x1319_8A2E_0370_7344, 0xA409_3822_299F_31D0, 0x082E_FA98_EC4E_6C89);

    /// <summary>The digest so far.</summary>
    public ulong Value { get; private set; } = 0x6363_6145_6D75_0001;

    /// <summary>Folds one number in.</summary>
    /// <param name="value">The number.</param>
    public void Fold(ulong value) => Value = BitOperations.RotateLeft((Value ^ value) * Multiplier, 29) + value;

    /// <inheritdoc/>
    public void OnException(ProcessingElement pe, in ExceptionTaken taken)
    {
        Fold((ulong)taken.Target << 8 | (ulong)taken.Source << 4 | (ulong)taken.SourceState);
        Fold(taken.Syndrome);
        Fold(taken.FaultAddress);
        Fold(taken.ReturnAddress);
        FoldPe(pe);
    }

    /// <inheritdoc/>
    public void OnExceptionReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState)
    {
        Fold((ulong)from << 4 | (ulong)fromState | 1UL << 16);
        Fold(pe.PC);
        FoldPe(pe);
    }

    /// <summary>The digest with final state folded in; the running digest is left as it is.</summary>
    /// <param name="machine">The machine at the end of its run.</param>
    public ulong Final(Machine machine)
    {
        ulong folded = Value;
        foreach (ProcessingElement pe in machine.Pes)
        {
            FoldPe(pe);
            foreach (SystemRegisterInfo info in SystemRegisterTable.All)
            {
                if (info.CanRead && info.AliasOf == SystemRegister.None)
                    Fold(pe[info.Register]);
            }
        }
        ulong result = machine.Memory.Fold(Value);
        Value = folded;
        return result;
    }

    private void FoldPe(ProcessingElement pe)
    {
        Fold(pe.RetiredInstructions);
        Fold(pe.Pstate);
        Vector256<ulong> mixed = Mix(ref pe.X(0));
        for (int i = 0; i < Vector256<ulong>.Count; i++)
            Fold(mixed[i]);
    }

    // X0 to X30 in four lanes: each takes the value and the product of its halves, after a key that makes the place count. The last
    // four overlap the ones before.
    private static Vector256<ulong> Mix(ref ulong x0)
    {
        Vector256<ulong> lanes = default, key = LaneKeys;
        for (nuint i = 0; i < 32; i += 4)
        {
            Vector256<ulong> value = Vector256.LoadUnsafe(ref x0, i == 28 ? 27 : i);
            Vector256<ulong> keyed = value ^ key;
            lanes = (lanes << 1) + (lanes >>> 63) + value + (keyed & LowHalf) * (keyed >>> 32);
            key += KeyStep;
        }
        return lanes;
    }
}
