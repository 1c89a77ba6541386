using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu;

/// <summary>The activity monitors of a PE (FEAT_AMUv1): the four architected counters, and no auxiliary ones.</summary>
/// <remarks>
/// Arm ARM, D16 "The Activity Monitors Extension". They count at every level and cannot overflow. As in <see cref="PerformanceMonitors"/>,
/// what has passed is added when a counter is read or what counts is changed. The modelled PE never stalls for memory:
/// AMEVCNTR03_EL0 stays as it is.
/// </remarks>
internal sealed class ActivityMonitors(ProcessingElement pe)
{
    private ulong _cycles;
    private ulong _instructions;
    private ulong _ticks;

    /// <summary>Adds to the counters what has passed since the last look.</summary>
    public void Synchronize()
    {
        ulong count = pe.Environment.SystemCount(pe);
        Add(R.AMEVCNTR00_EL0, 0, pe.ModelledCycles - _cycles);
        Add(R.AMEVCNTR01_EL0, 1, count - _ticks);
        Add(R.AMEVCNTR02_EL0, 2, pe.RetiredInstructions - _instructions);
        _cycles = pe.ModelledCycles;
        _instructions = pe.RetiredInstructions;
        _ticks = count;
    }

    private void Add(R register, int counter, ulong passed)
    {
        if ((pe.Raw(R.AMCNTENSET0_EL0) >> counter & 1) != 0)
            pe.SetRaw(register, pe.Raw(register) + passed);
    }
}
