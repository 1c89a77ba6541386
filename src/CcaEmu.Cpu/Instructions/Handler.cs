global using unsafe Handler = delegate*<
    CcaEmu.Cpu.ProcessingElement, CcaEmu.Cpu.PeState*, CcaEmu.Cpu.DecodedOp*, CcaEmu.Cpu.DecodedOp*>;
