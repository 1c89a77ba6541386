namespace CcaEmu.Devices.Gic;

/// <summary>An interrupt that a PE could take: the one with the highest priority that the distributor, redistributor and LPIs have for it.</summary>
/// <param name="Id">INTID; <see cref="InterruptId.Spurious"/> for none.</param>
/// <param name="Priority">Priority; 0 is the highest.</param>
/// <param name="Group">Its group.</param>
internal readonly record struct PendingInterrupt(uint Id, int Priority, InterruptGroup Group)
{
    private const int Lowest = 0x100;

    public static PendingInterrupt None => new(InterruptId.Spurious, Lowest, InterruptGroup.Group0);

    public bool Exists => Priority != Lowest;

    /// <summary>Whether it goes before another; among equals the lower number does.</summary>
    public bool IsBefore(PendingInterrupt other) => Priority < other.Priority || (Priority == other.Priority && Id < other.Id);
}
