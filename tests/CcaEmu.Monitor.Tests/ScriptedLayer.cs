using CcaEmu.Arm;
using CcaEmu.Cpu;
using CcaEmu.Machine.Firmware;

namespace CcaEmu.Monitor.Tests;

/// <summary>A layer that does what the test tells it each time it is entered.</summary>
internal sealed class ScriptedLayer(ExceptionLevel level, SecurityState state, ulong imageBase) : ManagedFirmware(level, state, imageBase)
{
    public Action<ProcessingElement>? Entry { get; set; }

    public Action<ProcessingElement>? Resume { get; set; }

    public Action<ProcessingElement>? Exception { get; set; }

    protected override void OnEntry(ProcessingElement pe) => Entry!(pe);

    protected override void OnException(ProcessingElement pe, ExceptionType type, bool fromLower)
    {
        if (Exception is null)
            throw new AssertionException($"{State} {Level} took {type} with ESR 0x{pe[Arm.Registers.SystemRegister.ESR_EL2]:x}");
        Exception(pe);
    }

    protected override void OnResume(ProcessingElement pe) => Resume!(pe);
}
