import { describe, expect, it } from 'vitest';
import { adminHostOf, candidatesFor, registrableDomain } from '../../lib/shopctrl/address';

describe('the address that a person types', () => {
  it.each([
    ['demo', 'demo.shopctrl.com'],
    [' Demo.ShopCtrl.com ', 'demo.shopctrl.com'],
    ['https://demo.shopctrl.com/?tab=Shop|12&control=Invoices', 'demo.shopctrl.com'],
    ['http://demo.shopctrl.com', 'demo.shopctrl.com'],
    ['https://api.demo.shopctrl.com/v1/', 'demo.shopctrl.com'],
    ['demo.shopctrl.com:52222', 'demo.shopctrl.com'],
    ['demo.shopctrl.com:8443/x', 'demo.shopctrl.com:8443'],
    ['admin.lampenwinkel.example/Login.aspx', 'admin.lampenwinkel.example'],
  ])('%s is %s', (typed, host) => {
    expect(adminHostOf(typed)).toBe(host);
  });

  it.each(['', '   ', 'https://', 'docs.shopctrl.com', 'https://www.shopctrl.com/docs', 'support.shopctrl.com', 'shopctrl.com', 'user:geheim@demo.shopctrl.com', 'ftp://demo.shopctrl.com', '192.168.1.2', 'javascript:alert(1)', 'a b c', 'localhost'])(
    '%s is none',
    (typed) => {
      expect(() => adminHostOf(typed)).toThrow('shopctrl-bad-address');
    },
  );
});

describe('where the API may be', () => {
  it('likeliest first, and never a host of someone else', () => {
    expect(candidatesFor('demo.shopctrl.com')).toEqual(['https://demo.shopctrl.com', 'https://api.demo.shopctrl.com', 'https://demo.shopctrl.com:52222']);
    expect(candidatesFor('admin.lampenwinkel.example')).toEqual(['https://admin.lampenwinkel.example', 'https://admin.lampenwinkel.example:52222', 'https://api.lampenwinkel.example']);
    expect(candidatesFor('beheer.winkel.co.uk')).toContain('https://api.winkel.co.uk');
    expect(registrableDomain('a.b.winkel.nl')).toBe('winkel.nl');
  });
});
