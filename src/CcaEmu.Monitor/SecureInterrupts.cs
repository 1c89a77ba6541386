using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;

namespace CcaEmu.Monitor;

/// <summary>Interrupts of Group 0 and Secure Group 1, which come to EL3 as FIQs while a world below it runs.</summary>
/// <remarks>
/// Arm GIC architecture (IHI 0069), "Interrupt grouping": ICC_HPPIR0_EL1 at EL3 tells the groups apart. There is no software in the Secure
/// state, so that EL3 serves Secure Group 1 too.
/// </remarks>
/// <param name="handlers">What is done for an interrupt, by INTID.</param>
internal sealed class SecureInterrupts(IReadOnlyDictionary<uint, Action<ProcessingElement>> handlers)
{
    private const ulong SecureGroup1 = 1020, FirstSpecial = 1020;

    /// <summary>Acknowledges, serves and ends what has interrupted the PE.</summary>
    /// <param name="pe">The PE, at EL3.</param>
    /// <returns>Null; or in one sentence, which interrupt nobody handles. It is active then.</returns>
    public string? Serve(ProcessingElement pe)
    {
        bool isGroup1 = pe[SystemRegister.ICC_HPPIR0_EL1] == SecureGroup1;
        uint id = (uint)pe[isGroup1 ? SystemRegister.ICC_IAR1_EL1 : SystemRegister.ICC_IAR0_EL1];
        if (id >= FirstSpecial)
            return null; // it has gone again
        if (!handlers.TryGetValue(id, out Action<ProcessingElement>? handler))
            return $"EL3 took interrupt {id} of {(isGroup1 ? "Secure Group 1" : "Group 0")}, which nobody handles";
        handler(pe);
        pe[isGroup1 ? SystemRegister.ICC_EOIR1_EL1 : SystemRegister.ICC_EOIR0_EL1] = id;
        return null;
    }
}
