import { openDatabase } from './kit/database.ts';
import { serve } from './kit/serve.ts';

const database = openDatabase();

serve([
  {
    method: 'POST',
    path: '/charges/:id',
    handle: async (id) => {
      const { rows } = await database.query(
        'insert charge',
        'insert into charges (product, amount) select id, price from products where id = $1 returning id, amount',
        [id],
      );
      return rows[0];
    },
  },
]);
