namespace CcaEmu.Diagnostics.Tracing.Events;

/// <summary>What a register holds from now on.</summary>
/// <param name="Register">Its number by <see cref="TraceRegister"/>.</param>
/// <param name="Low">Its value, or bits 63:0 of V0 to V31.</param>
/// <param name="High">Bits 127:64 of V0 to V31; else 0.</param>
public readonly record struct RegisterValue(int Register, ulong Low, ulong High = 0);
