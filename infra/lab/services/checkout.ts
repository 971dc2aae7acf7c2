import { call } from './kit/client.ts';
import { serve } from './kit/serve.ts';

serve([
  {
    method: 'POST',
    path: '/orders/:id',
    handle: async (id) => {
      const reserved = await call('inventory', `/reservations/${id}`, 'POST');
      const charge = await call('payments', `/charges/${id}`, 'POST');
      return { reserved, charge };
    },
  },
]);
