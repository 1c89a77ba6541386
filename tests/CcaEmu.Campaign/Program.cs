using CcaEmu.Campaign;

return CampaignCommand.Run(args);
