namespace CcaEmu.Cpu.Instructions;

/// <summary>The instruction syndrome (ISV, SAS, SSE, SRT, SF, AR) of a stage 2 data abort.</summary>
internal static class LoadStoreSyndrome
{
    public static bool TryGet(uint word, out uint iss) => throw new NotImplementedException();
}
