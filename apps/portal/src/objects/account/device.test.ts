import { describe, expect, it } from 'vitest';
import { deviceOf } from './device.ts';

describe('the name of the device of a session', () => {
  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox · Linux'],
    [
      'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0',
      'Edge · Windows',
    ],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1', 'Safari · iOS'],
    [
      'Mozilla/5.0 (Linux; Android 15; Pixel) AppleWebKit/537.36 Chrome/140.0 Safari/537.36',
      'Chrome · Android',
    ],
    ['<script>alert(1)</script>', ''],
    [undefined, ''],
  ])('%s is "%s"', (header, device) => {
    expect(deviceOf(header)).toBe(device);
  });
});
