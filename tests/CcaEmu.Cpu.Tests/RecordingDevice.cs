using CcaEmu.Memory;

namespace CcaEmu.Cpu.Tests;

/// <summary>A device that writes down what it is asked, and reads as the offset.</summary>
internal sealed class RecordingDevice : IMmioDevice
{
    public List<string> Log { get; } = [];

    public ulong Read(ulong offset, int sizeBytes)
    {
        Log.Add($"R {offset:x} {sizeBytes}");
        return offset;
    }

    /// <summary>Called after each write.</summary>
    public Action? OnWrite { get; set; }

    public void Write(ulong offset, int sizeBytes, ulong value)
    {
        Log.Add($"W {offset:x} {sizeBytes} {value:x}");
        OnWrite?.Invoke();
    }
}
