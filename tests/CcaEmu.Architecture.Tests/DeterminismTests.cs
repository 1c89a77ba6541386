using Mono.Cecil;
using Mono.Cecil.Cil;

namespace CcaEmu.Architecture.Tests;

/// <summary>Nothing a guest can see may come from the host: its clock, its randomness, its threads.</summary>
public sealed class DeterminismTests
{
    private static readonly string[] ForbiddenTypes =
    [
        "System.Diagnostics.Stopwatch", "System.Random", "System.Security.Cryptography.RandomNumberGenerator", "System.Threading.Thread",
        "System.Threading.ThreadPool", "System.Threading.Timer", "System.Threading.Tasks.Task", "System.Threading.Tasks.Parallel",
        "System.TimeProvider", "System.HashCode",
    ];

    private static readonly string[] ForbiddenMembers =
    [
        "System.DateTime::get_Now", "System.DateTime::get_UtcNow", "System.DateTime::get_Today", "System.DateTimeOffset::get_Now",
        "System.DateTimeOffset::get_UtcNow", "System.Environment::get_TickCount", "System.Environment::get_TickCount64",
        "System.Guid::NewGuid", "System.String::GetHashCode",
    ];

    [Test]
    public void No_room_but_the_command_line_uses_the_hosts_clock_randomness_or_threads()
    {
        var wrong = new List<string>();
        foreach (TypeDefinition type in Assemblies.Core().SelectMany(Assemblies.TypesOf))
        {
            foreach (MethodDefinition method in type.Methods.Where(m => m.HasBody && !IsRecordPlumbing(m)))
                wrong.AddRange(method.Body.Instructions.Where(IsForbidden).Select(i => $"{method.FullName} uses {i.Operand}"));
        }
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void The_check_sees_what_it_forbids()
    {
        using var self = AssemblyDefinition.ReadAssembly(typeof(DeterminismTests).Assembly.Location);
        MethodDefinition sample = self.MainModule.GetType(typeof(DeterminismTests).FullName).Methods.Single(m => m.Name == nameof(Sample));
        Assert.That(sample.Body.Instructions.Count(IsForbidden), Is.EqualTo(3));
    }

    private static long Sample() => Environment.TickCount64 + new Random(1).Next();

    private static bool IsForbidden(Instruction instruction)
    {
        if (instruction.Operand is not MemberReference member || member.DeclaringType is null)
            return false;
        string type = member.DeclaringType.GetElementType().FullName;
        return ForbiddenTypes.Contains(type) || ForbiddenMembers.Contains($"{type}::{member.Name}");
    }

    // GetHashCode of records and tuples is made by the compiler; nothing orders by it.
    private static bool IsRecordPlumbing(MethodDefinition method) => method.Name == "GetHashCode";
}
