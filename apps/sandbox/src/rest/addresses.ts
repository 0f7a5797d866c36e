import type { AnswersTo } from './call.ts';

export const addressAnswers: AnswersTo<
  'getAddresses' | 'getAddressCount' | 'getAddress' | 'modifyAddress' | 'getAddressNumbers'
> = {
  getAddresses: ({ company }) => ({ items: company.tables.addresses.map(({ id: _, ...address }) => address) }),
  getAddressCount: ({ company }) => ({ itemCount: company.tables.addresses.length }),
  getAddress: (call) => {
    const { id: _, ...address } = call.row('addressId');
    return address;
  },

  // The fields have other names here than in answers.
  modifyAddress: (call) => {
    const { countrycode, state = '', postcode, city, street = '', number = '', address1, address2 = '' } = call.body;
    Object.assign(call.row('addressId'), {
      streetAddress: address1 ?? `${street} ${number}`.trim(),
      extendedAddress: address2,
      locality: city,
      region: state,
      postalCode: postcode,
      country: countrycode,
    });
  },

  // The account's numbers are all tied to its first address.
  getAddressNumbers: (call) => {
    const first = call.row('addressId') === call.company.tables.addresses[0];
    return { items: first ? call.company.tables.numbers.filter(({ type }) => type === 'LANDLINE') : [] };
  },
};
