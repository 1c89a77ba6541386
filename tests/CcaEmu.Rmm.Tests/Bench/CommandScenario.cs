using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;

namespace CcaEmu.Rmm.Tests.Bench;

/// <summary>All failure conditions of one command, in order of priority.</summary>
/// <param name="Command">Which.</param>
/// <param name="Arrange">Sets up arguments with which it succeeds.</param>
/// <param name="Breaks">The conditions.</param>
/// <param name="CanSucceed">False for a command that cannot succeed.</param>
/// <param name="Options">The RMM it needs.</param>
/// <param name="DynamicGpt">Whether level 1 GPTs come at run time.</param>
/// <param name="Features">The PEs it needs; null for the default ones.</param>
internal sealed record CommandScenario(RmiCommand Command, Action<Scenario> Arrange, Break[] Breaks, bool CanSucceed = true, RmmOptions? Options = null, bool DynamicGpt = false,
    PeFeatures? Features = null);
