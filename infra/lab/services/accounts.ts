import { openDatabase } from './kit/database.ts';
import { serve } from './kit/serve.ts';

const database = openDatabase();

serve([
  {
    method: 'GET',
    path: '/accounts/:id',
    handle: async (id) => {
      const text = 'select count(*) as orders, coalesce(sum(amount), 0) as spent from charges where product = $1';
      return (await database.query('sum charges', text, [id])).rows[0];
    },
  },
]);
