using CcaEmu.Memory;

namespace CcaEmu.Cpu.Tests.Translation;

/// <summary>What a stage of translation gives: an address with its space, and whether it is Device memory.</summary>
internal readonly record struct ReferenceOutput(PhysicalAddress Address, bool Device, ReferenceAttributes Attributes = default);
