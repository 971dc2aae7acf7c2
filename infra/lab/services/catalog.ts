import { call } from './kit/client.ts';
import { openDatabase } from './kit/database.ts';
import { HttpError, serve } from './kit/serve.ts';

const database = openDatabase();

serve([
  {
    method: 'GET',
    path: '/products/:id',
    handle: async (id) => {
      const { rows } = await database.query('read product', 'select id, name, price from products where id = $1', [id]);
      if (rows.length === 0) throw new HttpError(404, `no product ${id}`);
      return { ...rows[0], stock: await call('inventory', `/stock/${id}`) };
    },
  },
]);
