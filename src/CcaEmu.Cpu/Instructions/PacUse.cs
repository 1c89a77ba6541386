using CcaEmu.Arm;
using CcaEmu.Arm.Registers;

namespace CcaEmu.Cpu.Instructions;

/// <summary>What instructions do with pointer authentication: the operation, and the exception it may end in.</summary>
/// <remarks>Arm ARM, J1.1 shared pseudocode TrapPACUse, AArch64.PACFailException.</remarks>
internal static unsafe class PacUse
{
    /// <summary>Puts a code into a pointer.</summary>
    /// <returns>False when an exception was taken.</returns>
    public static bool TryAdd<TKey>(ProcessingElement pe, PeState* s, DecodedOp* op, ulong pointer, ulong modifier, out ulong result)
        where TKey : struct, IPacKey =>
        IsDone<TKey>(pe, s, op, pe.PointerAuthentication.Add<TKey>(pe, pointer, modifier, out result));

    /// <summary>Checks the code of a pointer and takes it out.</summary>
    /// <returns>False when an exception was taken.</returns>
    public static bool TryAuthenticate<TKey>(
        ProcessingElement pe, PeState* s, DecodedOp* op, ulong pointer, ulong modifier, bool isCombined, out ulong result)
        where TKey : struct, IPacKey =>
        IsDone<TKey>(pe, s, op, pe.PointerAuthentication.Authenticate<TKey>(pe, pointer, modifier, isCombined, out result));

    /// <summary>Takes the exception of an outcome that is not <see cref="PacOutcome.Done"/>.</summary>
    public static bool IsDone<TKey>(ProcessingElement pe, PeState* s, DecodedOp* op, PacOutcome outcome) where TKey : struct, IPacKey
    {
        if (outcome == PacOutcome.Done)
            return true;
        if (outcome == PacOutcome.Failed)
            Exceptions.Trap(pe, s, op, pe.OrdinaryTarget, ExceptionClass.PointerAuthenticationFailure, (TKey.IsData ? 2UL : 0) | TKey.Number);
        else
            Exceptions.Trap(pe, s, op, outcome == PacOutcome.TrappedToEl2 ? ExceptionLevel.EL2 : ExceptionLevel.EL3,
                ExceptionClass.TrappedPointerAuthentication, 0);
        return false;
    }
}
