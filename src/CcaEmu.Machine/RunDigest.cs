using System.Numerics;
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
                if (info.CanRead && !info.ReadHasEffect && info.AliasOf == SystemRegister.None)
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
        for (int i = 0; i < 31; i++)
            Fold(pe.X(i));
    }
}
