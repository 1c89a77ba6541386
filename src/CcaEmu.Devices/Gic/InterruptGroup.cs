namespace CcaEmu.Devices.Gic;

/// <summary>The group of an interrupt. With a single security state Group 1 is <see cref="Group1NonSecure"/>.</summary>
/// <remarks>Arm GIC architecture (IHI 0069), "Interrupt grouping".</remarks>
internal enum InterruptGroup : byte
{
    Group0,
    Group1Secure,
    Group1NonSecure,
}
