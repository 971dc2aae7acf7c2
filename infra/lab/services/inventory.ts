import { openDatabase } from './kit/database.ts';
import { HttpError, serve } from './kit/serve.ts';

const database = openDatabase();

serve([
  {
    method: 'GET',
    path: '/stock/:id',
    handle: async (id) => {
      const { rows } = await database.query('read stock', 'select left_over from stock where product = $1', [id]);
      if (rows.length === 0) throw new HttpError(404, `no product ${id}`);
      return rows[0];
    },
  },
  {
    method: 'POST',
    path: '/reservations/:id',
    handle: async (id) => {
      const text = 'insert into reservations (product) values ($1) returning id';
      return (await database.query('insert reservation', text, [id])).rows[0];
    },
  },
]);
