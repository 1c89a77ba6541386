using System.Numerics;
using System.Runtime.CompilerServices;
using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;

namespace CcaEmu.Machine;

/// <summary>A 64-bit number that two runs share only if they were the same run.</summary>
/// <remarks>
/// Every exception and exception return folds in where it happened, why, when in retired instructions, and flags; every exception to EL2 or EL3
/// also PSTATE and X0 to X30, so that what a guest's own exceptions and what returns leave in them counts with the next exit. At the end all
/// registers and RAM are folded in too. A reset of the board folds in why and when.
/// Same image, same seed and same options give the same digest on every host.
/// </remarks>
public sealed class RunDigest : IPeObserver
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    /// <summary>The digest so far.</summary>
    public ulong Value { get; private set; } = 0x6363_6145_6D75_0001;

    /// <summary>Folds one number in.</summary>
    /// <param name="value">The number.</param>
    public void Fold(ulong value) => Value = BitOperations.RotateLeft((Value ^ value) * Multiplier, 29) + value;

    /// <inheritdoc/>
    public void OnException(ProcessingElement pe, in ExceptionTaken taken)
    {
        ulong what = Two(taken.Syndrome, taken.FaultAddress, (ulong)taken.Target << 8 | (ulong)taken.Source << 4 | (ulong)taken.SourceState);
        what = Two(taken.ReturnAddress, (ulong)pe.Nzcv, what);
        Fold(taken.Target == ExceptionLevel.EL1 ? Two(pe.RetiredInstructions, 0, what) : RegistersOf(pe, what ^ pe.Pstate));
    }

    /// <inheritdoc/>
    public void OnExceptionReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState)
    {
        ulong what = Two(pe.PC, pe.Pstate, (ulong)from << 4 | (ulong)fromState | 1UL << 16);
        Fold(Two(pe.RetiredInstructions, 0, what));
    }

    /// <summary>Folds a reset of the board in.</summary>
    /// <param name="cause">Who asked for it.</param>
    /// <param name="cycles">When, in modelled cycles.</param>
    public void OnReset(ResetCause cause, ulong cycles) => Fold(Two(cycles, (ulong)cause, 1UL << 17));

    /// <summary>The digest with final state folded in; the running digest is left as it is.</summary>
    /// <param name="machine">The machine at the end of its run.</param>
    public ulong Final(Machine machine)
    {
        ulong folded = Value;
        foreach (ProcessingElement pe in machine.Pes)
        {
            Fold(RegistersOf(pe, Two(pe.PC, pe.Pstate, 0)));
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

    // X0 to X30 and the number of retired instructions, in lanes, so that no number waits for all those before it.
    private static ulong RegistersOf(ProcessingElement pe, ulong what)
    {
        ref ulong x0 = ref pe.X(0);
        ulong a = Four(ref x0, Four(ref Unsafe.Add(ref x0, 4), 0x243F_6A88_85A3_08D3));
        ulong b = Four(ref Unsafe.Add(ref x0, 8), Four(ref Unsafe.Add(ref x0, 12), 0x1319_8A2E_0370_7344));
        ulong c = Four(ref Unsafe.Add(ref x0, 16), Four(ref Unsafe.Add(ref x0, 20), 0xA409_3822_299F_31D0));
        ulong d = Two(Unsafe.Add(ref x0, 28), Unsafe.Add(ref x0, 29), Four(ref Unsafe.Add(ref x0, 24), what));
        d = Two(Unsafe.Add(ref x0, 30), pe.RetiredInstructions, d);
        return a ^ BitOperations.RotateLeft(b, 16) ^ BitOperations.RotateLeft(c, 32) ^ BitOperations.RotateLeft(d, 48);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Four(ref ulong x, ulong lane) =>
        Two(Unsafe.Add(ref x, 2), Unsafe.Add(ref x, 3), Two(x, Unsafe.Add(ref x, 1), lane));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Two(ulong first, ulong second, ulong lane) => (BitOperations.RotateLeft(lane ^ first, 23) + second) * Multiplier;
}
