import { z } from 'zod';

export const dataFolderSetting = z
  .string()
  .min(1)
  .default('var')
  .describe('Where keys and data are kept between starts.');
