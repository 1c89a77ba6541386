using CcaEmu.Arm;
using CcaEmu.Memory;

namespace CcaEmu.Campaign.RmiFuzz;

/// <summary>A host on another PE that changes a word of its memory while the RMM reads it.</summary>
/// <param name="inner">Who else listens.</param>
/// <param name="serving">The door of the PE whose RMM reads.</param>
/// <param name="other">The door of the host that writes.</param>
internal sealed class FlippingMemory(IMemoryObserver? inner, GranuleProtection serving, GranuleProtection other) : IMemoryObserver
{
    private ulong _address;
    private ulong _value;
    private int _left;

    /// <summary>Arms it: after so many reads of Non-secure memory the word changes.</summary>
    public void Arm(int reads, ulong address, ulong value) => (_left, _address, _value) = (reads, address, value);

    /// <summary>Whether it has changed the word.</summary>
    public bool IsDone => _left == 0;

    public void BeforeWrite(GranuleProtection door, PhysicalAddress address, int sizeBytes, ReadOnlySpan<byte> old, ReadOnlySpan<byte> source) =>
        inner?.BeforeWrite(door, address, sizeBytes, old, source);

    public void AfterRead(GranuleProtection door, PhysicalAddress address, ReadOnlySpan<byte> bytes)
    {
        inner?.AfterRead(door, address, bytes);
        if (_left > 0 && ReferenceEquals(door, serving) && address.Pas == Pas.NonSecure && --_left == 0)
            other.Write(new PhysicalAddress(_address, Pas.NonSecure), 8, _value);
    }
}
