using CcaEmu.Arm.Registers;

namespace CcaEmu.Cpu.Tests;

/// <summary>A CPU interface that stores what is written and remembers what it was asked for last.</summary>
internal sealed class StoringCpuInterface : ICpuInterface
{
    private readonly ulong[] _values = [.. Enumerable.Range(0, SystemRegisterTable.Count).Select(i => i == 0 ? 0 : SystemRegisterTable.Get((SystemRegister)i).ResetValue)];

    public List<(SystemRegister Register, bool IsRead, bool IsVirtual)> Accesses { get; } = [];

    public ulong Read(ProcessingElement pe, SystemRegister register, bool isVirtual)
    {
        Accesses.Add((register, true, isVirtual));
        return _values[(int)register];
    }

    public void Write(ProcessingElement pe, SystemRegister register, ulong value, bool isVirtual)
    {
        Accesses.Add((register, false, isVirtual));
        _values[(int)register] = value;
    }

    public void Reset() => Accesses.Clear();
}
