namespace CcaEmu.Hypervisor.Images.Dwarf;

/// <summary>Runs a line number program and collects its rows.</summary>
/// <remarks>DWARF Version 5, sections 6.2.2 "State Machine Registers" and 6.2.5 "The Line Number Program".</remarks>
/// <param name="header">Its header.</param>
/// <param name="rows">Takes the rows.</param>
internal sealed class LineProgram(LineProgramHeader header, List<LineRow> rows)
{
    /// <summary>More rows than any program for a realm has.</summary>
    public const int MostRows = 1 << 22;

    private ulong _address, _file = 1, _line = 1, _operation;

    /// <summary>Runs it.</summary>
    /// <param name="section">.debug_line.</param>
    public void Run(ReadOnlySpan<byte> section)
    {
        var reader = new DwarfReader(section[..header.End]);
        reader.Seek(header.Program);
        while (!reader.IsAtEnd && !reader.HasFailed && rows.Count < MostRows)
        {
            byte opcode = reader.U8();
            if (opcode >= header.OpcodeBase)
                Special(opcode);
            else if (opcode == 0)
                Extended(ref reader);
            else
                Standard(opcode, ref reader);
        }
    }

    private void Special(byte opcode)
    {
        int adjusted = opcode - header.OpcodeBase;
        Advance((ulong)(adjusted / header.LineRange));
        _line = (ulong)((long)_line + header.LineBase + adjusted % header.LineRange);
        Emit(isEnd: false);
    }

    private void Advance(ulong operations)
    {
        _address += header.MinimumInstructionLength * ((_operation + operations) / header.MaximumOperations);
        _operation = (_operation + operations) % header.MaximumOperations;
    }

    private void Standard(byte opcode, ref DwarfReader reader)
    {
        switch (opcode)
        {
            case 1: // DW_LNS_copy
                Emit(isEnd: false);
                return;
            case 2: // DW_LNS_advance_pc
                Advance(reader.Uleb());
                return;
            case 3: // DW_LNS_advance_line
                _line = (ulong)((long)_line + reader.Sleb());
                return;
            case 4: // DW_LNS_set_file
                _file = reader.Uleb();
                return;
            case 8: // DW_LNS_const_add_pc
                Advance((ulong)((255 - header.OpcodeBase) / header.LineRange));
                return;
            case 9: // DW_LNS_fixed_advance_pc
                _address += reader.U16();
                _operation = 0;
                return;
            default: // columns, statements, blocks, prologues, and what later versions add
                for (int i = 0; i < header.OperandCounts[opcode - 1]; i++)
                    reader.Uleb();
                return;
        }
    }

    private void Extended(ref DwarfReader reader)
    {
        ulong length = reader.Uleb();
        int next = (int)Math.Min((ulong)reader.Position + length, int.MaxValue);
        switch (length == 0 ? 0 : reader.U8())
        {
            case 1: // DW_LNE_end_sequence
                Emit(isEnd: true);
                (_address, _file, _line, _operation) = (0, 1, 1, 0);
                break;
            case 2: // DW_LNE_set_address
                _address = length == 5 ? reader.U32() : reader.U64();
                _operation = 0;
                break;
            case 3: // DW_LNE_define_file
                header.AddFile(reader.Text());
                break;
        }
        reader.Seek(next);
    }

    private void Emit(bool isEnd) =>
        rows.Add(new LineRow(_address, isEnd ? null : header.FileName(_file), (uint)Math.Min(_line, uint.MaxValue)));
}
