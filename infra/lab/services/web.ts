import { call } from './kit/client.ts';
import { serve } from './kit/serve.ts';

serve([
  {
    method: 'GET',
    path: '/products/:id',
    handle: async (id) => ({ page: 'product', product: await call('catalog', `/products/${id}`) }),
  },
  {
    method: 'GET',
    path: '/account/:id',
    handle: async (id) => ({ page: 'account', account: await call('accounts', `/accounts/${id}`) }),
  },
  {
    method: 'POST',
    path: '/orders/:id',
    handle: async (id) => ({ page: 'thanks', order: await call('checkout', `/orders/${id}`, 'POST') }),
  },
]);
