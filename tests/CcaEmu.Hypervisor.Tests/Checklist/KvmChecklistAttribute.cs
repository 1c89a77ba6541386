namespace CcaEmu.Hypervisor.Tests.Checklist;

/// <summary>Says which lines of the host's checklist a test shows.</summary>
/// <param name="lines">Their names, as in <see cref="KvmChecklist"/>.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KvmChecklistAttribute(params string[] lines) : Attribute
{
    public IReadOnlyList<string> Lines { get; } = lines;
}
