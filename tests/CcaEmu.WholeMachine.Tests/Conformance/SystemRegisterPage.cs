using System.Text;
using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;

namespace CcaEmu.WholeMachine.Tests.Conformance;

/// <summary>docs/conformance/sysregs.md: which system registers there are and which the default PE has.</summary>
internal static class SystemRegisterPage
{
    public static string Text()
    {
        SystemRegisterInfo[] all = [.. SystemRegisterTable.All];
        var page = new StringBuilder(ConformancePages.Header("System registers", "the register tables and the PE's feature rules"));
        page.AppendLine($"{all.Count(IsPresent)} of {all.Length} known registers are on the default PE. Access to any other is UNDEFINED.");
        page.AppendLine();
        page.AppendLine("| Register | Encoding | Access | Arm ARM title | Feature | On the default PE |");
        page.AppendLine("|---|---|---|---|---|---|");
        foreach (SystemRegisterInfo info in all)
            page.AppendLine($"| {info.Name} | {info.Encoding} | {info.Access} | {info.Title} | {info.Feature} | {(IsPresent(info) ? "yes" : "no")} |");
        return page.ToString();
    }

    private static bool IsPresent(SystemRegisterInfo info) => RegisterFeatures.IsPresent(info.Register, PeFeatures.Default);
}
